// What is said when a program that was started did not do its work.
#pragma once

#include <string>

#include "cli/process.h"
#include "cli/session.h"

namespace specimen::gen {

// The diagnostic of a program that failed. Always false.
bool run_failed(Session& session, const std::string& program, const Ended& ended);

// The diagnostic of a temporary directory that could not be made, by errno. Always false.
bool no_temporary_directory(Session& session);

}  // namespace specimen::gen
