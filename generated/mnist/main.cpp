// mnist from the command line: image (batch, 28, 28, 1) -> logits (batch, 10).
//
//   mnist WEIGHTS INPUT... [OPTIONS]        mnist --help lists them, runtime/program/program.h says more
//
// The command line is a library. README.md says how to call the model in a program of your own.
//
// Made by specimen from specs/vision/mnist.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: 34bee1c57775f191
#include "mnist.h"
#include "mnist_image.h"
#include "runtime/program/program.h"

int main(int argc, char** argv) {
  specimen_v2::program::Description program;
  program.model = specimen_v2::program::model_of<mnist::forward>(mnist::info());
  program.read_image = mnist::preprocess_file;
  return specimen_v2::program::run(argc, argv, program);
}
