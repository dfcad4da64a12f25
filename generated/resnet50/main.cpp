// resnet50 from the command line: image (batch, 224, 224, 3) -> logits (batch, 1001).
//
//   resnet50 WEIGHTS INPUT... [OPTIONS]        resnet50 --help lists them, runtime/program/program.h says more
//
// The command line is a library. README.md says how to call the model in a program of your own.
//
// Made by specimen from specs/vision/resnet.json. Yours to read and change; regenerating keeps away from edited files.
// specimen-hash: b1affc8049f89208
#include "resnet50.h"
#include "resnet50_image.h"
#include "runtime/program/program.h"

int main(int argc, char** argv) {
  specimen_v2::program::Description program;
  program.model = specimen_v2::program::model_of<resnet50::forward>(resnet50::info());
  program.read_image = resnet50::preprocess_file;
  return specimen_v2::program::run(argc, argv, program);
}
