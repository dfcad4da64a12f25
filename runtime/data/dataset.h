// What all readers are: a number of examples, each of which can be read at any time.
#ifndef SPECIMEN_V2_DATA_DATASET_H
#define SPECIMEN_V2_DATA_DATASET_H

#include <cstdint>
#include <string>

#include "../core/status.h"
#include "example.h"

namespace specimen_v2::data {

// A reader opens files with its own open(), which checks what it can without reading all of it. After that it does not
// change: any number of threads may read, each into an example of its own.
class Dataset {
 public:
  virtual ~Dataset() = default;

  virtual std::int64_t size() const = 0;  // examples

  // 0 <= index < size(). Errors: data_error (damaged; the message names the file and the byte offset or line),
  // unsupported, invalid_argument (no such index), out_of_memory. After an error the example's fields are undefined.
  virtual Status read(std::int64_t index, Example* example) const = 0;

  // Where an example comes from, for messages: "train.csv, line 12".
  virtual std::string place(std::int64_t index) const = 0;

 protected:
  Dataset() = default;
  Dataset(const Dataset&) = default;
  Dataset& operator=(const Dataset&) = default;
  Dataset(Dataset&&) = default;
  Dataset& operator=(Dataset&&) = default;

  Status check_index(std::int64_t index) const;
};

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_DATASET_H
