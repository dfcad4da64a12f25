// A directory for each class, with the images of that class in it.
#ifndef SPECIMEN_V2_DATA_IMAGE_DIRECTORY_H
#define SPECIMEN_V2_DATA_IMAGE_DIRECTORY_H

#include <string>
#include <vector>

#include "../image/decode.h"
#include "dataset.h"

namespace specimen_v2::data {

// Classes are the names of the subdirectories, sorted byte by byte, as Keras and torchvision number them; files of a
// class too, those of directories within it included. Files other than *.jpg, *.jpeg and *.png are passed over, as are
// names that begin with a dot. Fields: `image` (height, width, channels) bytes, `label`.
class ImageDirectory final : public Dataset {
 public:
  // Errors: not_found, io_error; data_error (no class, or no image at all); unsupported (directories over 16 deep).
  Status open(const std::string& directory, const DecodeOptions& options = {});

  const std::vector<std::string>& classes() const { return classes_; }

  std::int64_t size() const override { return static_cast<std::int64_t>(files_.size()); }
  Status read(std::int64_t index, Example* example) const override;
  std::string place(std::int64_t index) const override;

 private:
  struct File {
    std::string name;  // after the class's directory
    int label = 0;
  };
  std::string path_of(const File& file) const;

  std::string directory_;
  std::vector<std::string> classes_;
  std::vector<File> files_;
  DecodeOptions options_;
};

// The JPEG or PNG in a field of one text, such as `image/encoded` of a TFRecord. Errors: those of decode_image.
Status decode_image_field(const Field& field, const DecodeOptions& options, Image* image);

}  // namespace specimen_v2::data

#endif  // SPECIMEN_V2_DATA_IMAGE_DIRECTORY_H
