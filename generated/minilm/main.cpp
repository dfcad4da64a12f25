// minilm from the command line: token_ids (batch, sequence), segment_ids (batch, sequence), padding_mask (batch,
// sequence) -> embedding (batch, 384).
//
//   minilm WEIGHTS INPUT... [OPTIONS]        minilm --help lists them, runtime/program/program.h says more
//
// The command line is a library. README.md says how to call the model in a program of your own.
//
// Made by specimen from specs/language/minilm.json. Yours to read and change; regenerating keeps away from edited
// files. specimen-hash: c08ea9f04712dafa
#include "minilm.h"
#include "runtime/program/program.h"
#include "runtime/program/texts.h"

int main(int argc, char** argv) {
  specimen_v2::program::Description program;
  program.model = specimen_v2::program::model_of<minilm::forward>(minilm::info());
  program.texts.run = specimen_v2::program::run_texts;
  program.texts.ids = 0;       // token_ids
  program.texts.segments = 1;  // segment_ids
  program.texts.mask = 2;      // padding_mask
  return specimen_v2::program::run(argc, argv, program);
}
