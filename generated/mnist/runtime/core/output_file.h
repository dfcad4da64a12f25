// A file that appears whole under its name, or not at all, and leaves nothing behind when its writer is killed.
#ifndef SPECIMEN_V2_CORE_OUTPUT_FILE_H
#define SPECIMEN_V2_CORE_OUTPUT_FILE_H

#include <cstddef>
#include <string>

namespace specimen_v2 {

// Until commit() the bytes have no name, where the file system can do that (O_TMPFILE); elsewhere they are in a
// temporary file beside `path`, which the destructor removes. Functions give 0, or the system's error number. The
// file's mode follows the umask.
class OutputFile {
 public:
  OutputFile() = default;
  ~OutputFile() { abandon(); }
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  // `named`: the bytes are in a temporary file from the start, for libraries that need a name that does not change.
  int open(const std::string& path, bool named = false);
  bool is_open() const { return file_ >= 0; }
  int descriptor() const { return file_; }
  // A name under which libraries of this process, or of a child, write to the file.
  std::string writable_name() const;

  int write(const void* data, std::size_t bytes);
  // Gives the file its name, in place of what had it; before that, `durable` flushes it to the disk. Whoever opens the
  // file by that name finds it closed for writing.
  int commit(bool durable = false);
  void abandon();

 private:
  int end_writing();

  std::string path_;
  std::string temporary_;  // empty: the file has no name
  int file_ = -1;
};

}  // namespace specimen_v2

#endif  // SPECIMEN_V2_CORE_OUTPUT_FILE_H
