// TensorBoard's event files: records as in TFRecord, each an Event message with one scalar.
#ifndef SPECIMEN_V2_TRAIN_EVENT_FILE_H
#define SPECIMEN_V2_TRAIN_EVENT_FILE_H

#include <cstdint>
#include <cstdio>
#include <string>

namespace specimen_v2::train {

class EventFile {
 public:
  EventFile() = default;
  ~EventFile();
  EventFile(const EventFile&) = delete;
  EventFile& operator=(const EventFile&) = delete;

  // A new file in the directory. `step` is where the run starts: what older files have of later steps counts no more.
  // 0, or the system's error number.
  int open(const std::string& directory, std::int64_t step);
  int scalar(const char* tag, std::int64_t step, double value);

 private:
  int record(const std::string& event);

  std::FILE* file_ = nullptr;
};

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_EVENT_FILE_H
