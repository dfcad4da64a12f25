// HDF5 as both sides of `import` use it: the reader (`hdf5_dump`) and the writer (`keras_write`).
#pragma once

#define H5_USE_110_API  // the names of 1.10 with any later library
#include <hdf5.h>

#include <utility>

namespace specimen::gen {

// Owns an HDF5 identifier of any kind.
class Handle {
 public:
  explicit Handle(hid_t id = -1) : id_(id) {}
  ~Handle() {
    if (id_ >= 0) H5Idec_ref(id_);
  }
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, -1)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  operator hid_t() const { return id_; }
  bool valid() const { return id_ >= 0; }

 private:
  hid_t id_;
};

}  // namespace specimen::gen
