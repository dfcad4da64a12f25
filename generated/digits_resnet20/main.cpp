// digits_resnet20 from the command line: image (batch, 8, 8, 1) -> logits (batch, 10).
//
//   digits_resnet20 WEIGHTS INPUT... [OPTIONS]        digits_resnet20 --help lists them, runtime/program/program.h says
//   more
//
// The command line is a library. README.md says how to call the model in a program of your own.
//
// Made by specimen from specs/vision/digits_resnet20.json. Yours to read and change; regenerating keeps away from
// edited files. specimen-hash: 7aaa6f663c433ea0
#include "digits_resnet20.h"
#include "digits_resnet20_image.h"
#include "runtime/program/program.h"

int main(int argc, char** argv) {
  specimen_v2::program::Description program;
  program.model = specimen_v2::program::model_of<digits_resnet20::forward>(digits_resnet20::info());
  program.read_image = digits_resnet20::preprocess_file;
  return specimen_v2::program::run(argc, argv, program);
}
