// minilm: what each kernel computes, as the kernel families' own structs. Read by the references and by the compiler of
// kernels.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: 3514d513dd7a0dcb
#ifndef SPECIMEN_V2_MINILM_INSTANCES_H
#define SPECIMEN_V2_MINILM_INSTANCES_H

#include "kernels/attention/problem.h"
#include "kernels/dense/problem.h"
#include "kernels/embedding/problem.h"
#include "kernels/layer_norm/problem.h"
#include "kernels/sequence_pool/problem.h"

namespace minilm::kernels {

using namespace specimen::gen;  // the kernels of Specimen itself, which this directory has no copy of

}  // namespace minilm::kernels

namespace minilm::kernels::instances {

// attention, 12 heads of 32 features, masked
inline Attention attention_12x32_256_masked() {
  Attention k;
  k.heads = 12;
  k.head_dim = 32;
  k.value_dim = 32;
  k.queries = 256;
  k.keys = 256;
  k.scale = 0.17677669529663687;
  k.masked = true;
  k.query_stride = 384;
  k.key_stride = 384;
  k.value_stride = 384;
  return k;
}

// dense of every row, 1536 -> 384, bias, residual
inline Dense dense_1536_384_rows256_add() {
  Dense k;
  k.inputs = 1536;
  k.units = 384;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::add, Operand::tensor, 0.0, false}};
  k.rows = 256;
  return k;
}

// dense of every row, 384 -> 1536, bias, gelu
inline Dense dense_384_1536_rows256_gelu() {
  Dense k;
  k.inputs = 384;
  k.units = 1536;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::gelu, Operand::none, 0.0, false}};
  k.rows = 256;
  return k;
}

// dense of every row, 384 -> 384, bias
inline Dense dense_384_384_rows256() {
  Dense k;
  k.inputs = 384;
  k.units = 384;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}};
  k.rows = 256;
  return k;
}

// dense of every row, 384 -> 384, bias, residual
inline Dense dense_384_384_rows256_add() {
  Dense k;
  k.inputs = 384;
  k.units = 384;
  k.epilogue.steps = {{Fn::add, Operand::channel, 0.0, false}, {Fn::add, Operand::tensor, 0.0, false}};
  k.rows = 256;
  return k;
}

// rows by id of 2 x 384, residual
inline Embedding embedding_ids_2x384_add() {
  Embedding k;
  k.vocabulary = 2;
  k.features = 384;
  k.epilogue.steps = {{Fn::add, Operand::tensor, 0.0, false}};
  return k;
}

// rows by id of 30522 x 384
inline Embedding embedding_ids_30522x384() {
  Embedding k;
  k.vocabulary = 30522;
  k.features = 384;
  return k;
}

// rows by position of 512 x 384, residual
inline Embedding embedding_positions_512x384_add() {
  Embedding k;
  k.vocabulary = 512;
  k.features = 384;
  k.lookup = Lookup::positions;
  k.epilogue.steps = {{Fn::add, Operand::tensor, 0.0, false}};
  return k;
}

// layer norm of 384 features, scale, bias
inline LayerNorm layer_norm_384() {
  LayerNorm k;
  k.features = 384;
  k.scale = true;
  k.center = true;
  return k;
}

// unit length of 384 features
inline LayerNorm layer_norm_unit_384() {
  LayerNorm k;
  k.features = 384;
  k.norm = Norm::unit;
  k.epsilon = 1e-24;
  return k;
}

// mean over the kept tokens
inline SequencePool sequence_pool_384_masked() {
  SequencePool k;
  k.features = 384;
  k.masked = true;
  return k;
}

}  // namespace minilm::kernels::instances

#endif  // SPECIMEN_V2_MINILM_INSTANCES_H
