// A product that runs a model on a file of weights and an input of one value: what the model adds to a program is
// measured on it. Compiled with EMPTY it is the empty program that it is compared with.
#ifndef EMPTY
#include <vector>

#include "model_call.h"

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  char message[500] = "";
  API(_weights)* weights = nullptr;
  if (API(_weights_open)(argv[1], nullptr, &weights, nullptr, 0) != 0) return 1;
  API(_context)* context = nullptr;
  if (API(_context_create)(weights, nullptr, &context, nullptr, 0) != 0) return 1;
  std::vector<Element> input(INPUT_FLOATS, kElement);
  std::vector<float> output(OUTPUT_FLOATS);
  if (FORWARD(context, 1, input.data(), output.data(), message) != 0) return 1;
  API(_context_destroy)(context);
  API(_weights_close)(weights);
  return output[0] == output[0] ? 0 : 1;
}
#else
int main() {}
#endif
