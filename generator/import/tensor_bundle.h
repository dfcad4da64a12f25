// The index of a TensorFlow checkpoint (a "tensor bundle", version 2): where each tensor's bytes are.
// (tensorflow/core/protobuf/tensor_bundle.proto, trackable_object_graph.proto)
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace specimen::gen {

struct BundleEntry {
  std::string key;                  // "bert/pooler/dense/kernel"; UTF-8 without control characters
  int dtype = 0;                    // of tensorflow/core/framework/types.proto
  std::vector<std::int64_t> shape;  // each at least 0
  std::uint32_t shard = 0;          // below BundleIndex::shards
  std::uint64_t offset = 0, size = 0;
  std::uint32_t crc = 0;  // masked CRC-32C of the bytes
};

struct BundleIndex {
  std::uint32_t shards = 0;
  std::vector<BundleEntry> entries;  // by key
};

// dtypes of an entry.
inline constexpr int kBundleString = 7;
// The key of the graph of objects that object-based checkpoints hold, a string.
inline constexpr std::string_view kObjectGraphKey = "_CHECKPOINTABLE_OBJECT_GRAPH";

enum class BundleResult {
  good,
  damaged,
  unsupported,  // sound, but partitioned variables or the like
};
// `message` says what is wrong.
BundleResult read_bundle_index(std::string_view file, BundleIndex& index, std::string& message);

// PREFIX.data-00000-of-00002
std::string bundle_data_path(const std::string& prefix, std::uint32_t shard, std::uint32_t shards);

// The one string of a string tensor of rank 0, from the entry's bytes. False: its sums or lengths are wrong.
bool read_bundle_string(std::string_view bytes, std::uint32_t masked_crc, std::string_view* text);

// What the variables behind keys were called when they were made ("dense/kernel" for
// "model/layer-1/kernel/.ATTRIBUTES/VARIABLE_VALUE"). Without variables that were not named, or as another was. False:
// damaged.
bool read_object_names(std::string_view graph, std::map<std::string, std::string>& names);

}  // namespace specimen::gen
