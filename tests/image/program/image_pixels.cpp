// The pixels that the runtime makes of image files, for tests/oracles/check_images.py to compare with the references'.
//
// A line of standard input is a job, its words separated by tabs:
//   PATH CHANNELS decode                                         OUT   decoded, a byte for each value
//   PATH CHANNELS METHOD HEIGHT WIDTH SHORT_SIDE ROUNDING        OUT   preprocessed, a float for each value
// SHORT_SIDE 0 resizes straight to the size; ROUNDING is tf_models or torchvision. OUT is the file to write. Each job
// is answered by a line: `ok HEIGHT WIDTH`, or `error` and why.
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>
#include <string>
#include <vector>

#include "runtime/image/decode.h"
#include "runtime/image/preprocess.h"

namespace {

using namespace specimen_v2;

Status write(const std::string& path, const void* data, std::size_t size) {
  std::ofstream file(path, std::ios::binary);
  file.write(static_cast<const char*>(data), static_cast<std::streamsize>(size));
  return file ? Status() : Status(StatusCode::io_error, "%s cannot be written", path.c_str());
}

Status run(const std::vector<std::string>& words, int* height, int* width) {
  const bool is_decode = words.size() == 4 && words[2] == "decode";
  if (!is_decode && words.size() != 8) return Status(StatusCode::invalid_argument, "a job has 4 or 8 words");
  DecodeOptions decode;
  const int channels = std::atoi(words[1].c_str());
  decode.color = channels == 1 ? ImageColor::gray : ImageColor::rgb;
  Image image;
  if (Status status = decode_image_file(words[0].c_str(), decode, &image); !status) return status;
  *height = image.height();
  *width = image.width();
  if (is_decode) return write(words.back(), image.data(), image.size());
  ImagePreprocess options;
  options.channels = channels;
  if (!parse_resize(words[2], &options.resize)) return Status(StatusCode::invalid_argument, "%s", words[2].c_str());
  options.height = std::atoi(words[3].c_str());
  options.width = std::atoi(words[4].c_str());
  options.short_side = std::atoi(words[5].c_str());
  options.rounding = words[6] == "tf_models" ? ShortSide::tf_models : ShortSide::torchvision;
  std::vector<float> values(preprocessed_size(options));
  if (Status status = preprocess(image, options, values.data()); !status) return status;
  return write(words.back(), values.data(), values.size() * sizeof(float));
}

}  // namespace

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::vector<std::string> words;
    std::istringstream parts(line);
    for (std::string word; std::getline(parts, word, '\t');) words.push_back(word);
    int height = 0, width = 0;
    const Status status = run(words, &height, &width);
    if (status)
      std::printf("ok %d %d\n", height, width);
    else
      std::printf("error %s\n", status.message());
    std::fflush(stdout);
  }
  return 0;
}
