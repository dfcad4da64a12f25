#include "cli/run_failed.h"

#include <cerrno>
#include <cstring>

#include "base/temporary_directory.h"
#include "base/text.h"

namespace specimen::gen {

bool run_failed(Session& session, const std::string& program, const Ended& ended) {
  // What specimen-kernels and the programs of models exit with when a file could not be written.
  const bool files = ended.status == static_cast<int>(ExitClass::files);
  Diagnostic& failed = session.diagnostics.error(files ? Kind::file_not_written : Kind::run_failed, Span{},
                                                 "`{}` did not finish: {}", printable(program), describe(ended));
  if (ended.status > 0) failed.note("it said why above");
  return false;
}

bool no_temporary_directory(Session& session) {
  const std::string why = std::strerror(errno);
  session.diagnostics
      .error(Kind::file_not_written, Span{}, "cannot make a directory in `{}`: {}",
             printable(TemporaryDirectory::system_parent()), why)
      .note("TMPDIR names the directory for temporary files");
  return false;
}

}  // namespace specimen::gen
