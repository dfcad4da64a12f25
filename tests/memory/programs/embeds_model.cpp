// A product that runs a model on a file of weights and an image of zeros: what the model adds to a program is measured
// on it. Compiled without MODEL it is the empty program that it is compared with.
#ifdef MODEL
#include <vector>

#include MODEL_HEADER

#define JOIN2(a, b) a##b
#define JOIN(a, b) JOIN2(a, b)

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  JOIN(MODEL, _weights)* weights = nullptr;
  if (JOIN(MODEL, _weights_open)(argv[1], nullptr, &weights, nullptr, 0) != 0) return 1;
  JOIN(MODEL, _context)* context = nullptr;
  if (JOIN(MODEL, _context_create)(weights, nullptr, &context, nullptr, 0) != 0) return 1;
  std::vector<float> input(INPUT_FLOATS), output(OUTPUT_FLOATS);
  if (JOIN(MODEL, _forward)(context, 1, input.data(), output.data(), nullptr, 0) != 0) return 1;
  JOIN(MODEL, _context_destroy)(context);
  JOIN(MODEL, _weights_close)(weights);
  return output[0] == output[0] ? 0 : 1;
}
#else
int main() {}
#endif
