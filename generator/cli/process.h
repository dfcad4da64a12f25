// Running other programs: compilers, CMake, a model's own. They end with this one, however it ends.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace specimen::gen {

struct Command {
  std::vector<std::string> words;
  int program = -1;  // a descriptor of the program; without one, words[0] is looked for as a shell does
  // Called for each line of output that is kept, as soon as it is there.
  std::function<void(const std::string& line)> line = nullptr;
};

// What becomes of a program's output.
enum class Printed : std::uint8_t {
  show,      // where this one's goes
  drop,      // standard output goes nowhere
  keep,      // standard output goes into a text
  keep_all,  // standard error, too
};

struct Ended {
  int status = -1;      // the exit status; -1: it has none
  int signal = 0;       // that ended it
  int start_error = 0;  // the system's error number, where the program could not be started

  bool ok() const { return status == 0; }
};

// Runs a program and waits. Between this process and the program there is a guard, a process that ends the program and
// all that it started when this one is gone, killed by whatever signal.
Ended run_program(const Command& command, Printed printed, std::string* text = nullptr);

// Why a program has no exit status 0: "exit status 2", "signal 9 (Killed)", "it could not be started: ...".
std::string describe(const Ended& ended);

// A command as a shell takes it, fit for a message.
std::string shell_text(const std::vector<std::string>& words);

}  // namespace specimen::gen
