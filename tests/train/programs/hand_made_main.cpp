// The training program of the hand-made model; `--make-data DIRECTORY` writes what it is trained on in tests.
#include <cstring>

#include "train/hand_made_run.h"

int main(int argc, char** argv) {
  if (argc == 3 && std::strcmp(argv[1], "--make-data") == 0) return hand_made::write_images(argv[2], 403, 60) ? 0 : 1;
  return hand_made::train::run(argc, argv, hand_made::trainee(), hand_made::recipe());
}
