// Pixels around an image.
#pragma once

namespace specimen::gen {

// Of a window's or a layer's: Keras's "same" and "valid" are resolved when the graph is built.
struct Padding {
  int top = 0, bottom = 0, left = 0, right = 0;

  template <class V>
  void fields(V&& v) {
    v("top", top), v("bottom", bottom), v("left", left), v("right", right);
  }
  bool operator==(const Padding&) const = default;
  bool none() const { return top == 0 && bottom == 0 && left == 0 && right == 0; }
};

// Of a tensor: stored around each image, because a kernel reads it, and filled on every call.
struct StoredPadding {
  Padding size;
  bool lowest = false;  // filled with the lowest finite float (max pooling) rather than with zero

  bool operator==(const StoredPadding&) const = default;
  bool none() const { return size.none(); }
};

}  // namespace specimen::gen
