// A recipe of the hand-made model on Fashion-MNIST, or on images like it: 28 x 28 pixels, averaged to 7 x 7.
#pragma once

#include "hand_made.h"
#include "runtime/train/loop.h"

namespace hand_made {

train::Trainee trainee();
train::Recipe recipe();

// IDX files of `count` made-up images of ten classes that can be told apart. False: they could not be written.
bool write_images(const std::string& directory, int train, int test);

}  // namespace hand_made
