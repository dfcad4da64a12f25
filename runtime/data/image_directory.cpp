#include "image_directory.h"

#include <dirent.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace specimen_v2::data {

namespace {

constexpr int kMostDepth = 16;

struct Listing {
  std::vector<std::string> files, directories;  // names, sorted
};

// Links to files count as files; links to directories could lead in a circle and are passed over.
Status list_directory(const std::string& path, Listing* out) {
  DIR* directory = opendir(path.c_str());
  if (directory == nullptr) {
    const StatusCode code = errno == ENOENT || errno == ENOTDIR ? StatusCode::not_found : StatusCode::io_error;
    return Status(code, "%s: cannot list: %s", path.c_str(), std::strerror(errno));
  }
  while (const dirent* entry = readdir(directory)) {
    if (entry->d_name[0] == '.') continue;
    const std::string full = path + "/" + entry->d_name;
    struct stat own, target;
    if (lstat(full.c_str(), &own) != 0 || stat(full.c_str(), &target) != 0) continue;
    if (S_ISDIR(own.st_mode)) out->directories.emplace_back(entry->d_name);
    if (S_ISREG(target.st_mode)) out->files.emplace_back(entry->d_name);
  }
  closedir(directory);
  std::sort(out->files.begin(), out->files.end());
  std::sort(out->directories.begin(), out->directories.end());
  return Status();
}

bool is_image_name(const std::string& name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string::npos) return false;
  std::string ending = name.substr(dot + 1);
  for (char& c : ending) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  return ending == "jpg" || ending == "jpeg" || ending == "png";
}

// Names of images in a class's directory, those of directories in it with their path.
Status list_images(const std::string& root, const std::string& below, int depth, std::vector<std::string>* out) {
  if (depth > kMostDepth) {
    return Status(StatusCode::unsupported, "%s/%s: over %d directories deep", root.c_str(), below.c_str(), kMostDepth);
  }
  Listing listing;
  Status status = list_directory(below.empty() ? root : root + "/" + below, &listing);
  const std::string prefix = below.empty() ? "" : below + "/";
  for (const std::string& name : listing.files)
    if (is_image_name(name)) out->push_back(prefix + name);
  for (const std::string& name : listing.directories) {
    if (status.ok()) status = list_images(root, prefix + name, depth + 1, out);
  }
  return status;
}

}  // namespace

Status ImageDirectory::open(const std::string& directory, const DecodeOptions& options) {
  directory_ = directory;
  options_ = options;
  classes_.clear();
  files_.clear();
  Listing listing;
  Status status = list_directory(directory, &listing);
  if (!status.ok()) return status;
  classes_ = listing.directories;
  if (classes_.empty()) {
    return Status(StatusCode::data_error, "%s: no directory in it; each class has one, with its images",
                  directory.c_str());
  }
  for (std::size_t label = 0; label < classes_.size(); ++label) {
    std::vector<std::string> names;
    status = list_images(directory + "/" + classes_[label], "", 1, &names);
    if (!status.ok()) return status;
    std::sort(names.begin(), names.end());
    for (const std::string& name : names) files_.push_back({name, static_cast<int>(label)});
  }
  if (files_.empty()) {
    return Status(StatusCode::data_error, "%s: no .jpg, .jpeg or .png file in the directories of its classes",
                  directory.c_str());
  }
  return Status();
}

std::string ImageDirectory::path_of(const File& file) const {
  return directory_ + "/" + classes_[static_cast<std::size_t>(file.label)] + "/" + file.name;
}

Status ImageDirectory::read(std::int64_t index, Example* example) const {
  Status status = check_index(index);
  if (!status.ok()) return status;
  const File& file = files_[static_cast<std::size_t>(index)];
  Image image;
  status = decode_image_file(path_of(file).c_str(), options_, &image);
  if (!status.ok()) return status;
  example->clear();
  const std::int64_t shape[3] = {image.height(), image.width(), image.channels()};
  const Field* pixels = example->add("image", FieldType::u8, shape, 3);
  if (pixels != nullptr) std::memcpy(const_cast<void*>(pixels->data), image.data(), image.size());
  const Field* label = pixels == nullptr ? nullptr : example->add("label", FieldType::i32, nullptr, 0);
  if (label == nullptr) return Status(StatusCode::out_of_memory, "%s: no memory for it", place(index).c_str());
  const std::int32_t number = file.label;
  std::memcpy(const_cast<void*>(label->data), &number, sizeof number);
  return Status();
}

std::string ImageDirectory::place(std::int64_t index) const { return path_of(files_[static_cast<std::size_t>(index)]); }

Status decode_image_field(const Field& field, const DecodeOptions& options, Image* image) {
  if (field.type != FieldType::text || field.count() != 1) {
    return Status(StatusCode::data_error, "one text with the bytes of an image is needed, not %s of rank %d",
                  field_type_name(field.type), field.rank);
  }
  const std::string_view bytes = field.text();
  if (bytes.empty()) return Status(StatusCode::data_error, "the image is empty");
  return decode_image(bytes.data(), bytes.size(), options, image);
}

}  // namespace specimen_v2::data
