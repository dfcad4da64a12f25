// Reading a leveldb table: sorted keys and values in blocks, each block with a checksum, some of them compressed.
// (github.com/google/leveldb, doc/table_format.md)
//
// Not by leveldb's own library: three of three hostile footers made version 1.23 abort or read outside of its memory.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace specimen::gen {

// Whether a file of these bytes ends as a table does.
bool is_leveldb_table(std::string_view file);

// Calls `entry` with each key and value, in strictly increasing order of keys; it stops the reading by returning false.
// What it is given lives until it returns. False with `message`: the table is damaged, or `entry` returned false.
bool read_leveldb_table(std::string_view file,
                        const std::function<bool(std::string_view key, std::string_view value)>& entry,
                        std::string& message);

}  // namespace specimen::gen
