#include "program.h"

#include <cstdio>

#include "../core/os.h"
#include "arguments.h"
#include "session.h"

namespace specimen_v2::program {
namespace {

// `writing`: the error, if there is one, is that of a file that could not be written.
Status run_model(const Description& description, const Arguments& arguments, bool* writing) {
  Session session(description, arguments);
  if (Status status = session.open(writing); !status) return status;
  if (Status status = session.run_inputs(); !status) return status;
  if (description.texts.run) {
    if (Status status = description.texts.run(session); !status) return status;
  }
  *writing = true;
  return session.save();
}

int fail(int exit_status, const char* message, const char* kind) {
  std::fprintf(stderr, "error: %s [%s]\n", message, kind);
  return exit_status;
}

}  // namespace

int run(int argc, char** argv, const Description& description) {
  keep_standard_streams();
  Arguments arguments;
  if (const Status status = parse_arguments(argc, argv, description, &arguments); !status) {
    std::fputs(usage(description).c_str(), stderr);
    return fail(2, status.message(), "usage");
  }
  Status status;
  bool writing = false;
  if (arguments.help) {
    std::fputs(usage(description).c_str(), stdout);
  } else {
    status = run_model(description, arguments, &writing);
  }
  if (!status) {
    const bool not_written = writing && status.code() == StatusCode::io_error;
    return fail(not_written ? 6 : 1, status.message(), status_code_name(status.code()));
  }
  if (std::fflush(stdout) != 0 || std::ferror(stdout)) return fail(6, "cannot write to standard output", "io_error");
  return 0;
}

}  // namespace specimen_v2::program
