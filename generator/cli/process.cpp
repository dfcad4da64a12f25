#include "cli/process.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "base/text.h"
#include "cli/descendants.h"

namespace specimen::gen {

namespace {

// What the guard tells about the program, in one write.
struct Report {
  int start_error = 0;
  int wait_status = 0;
};

void tell(int report, int start_error, int wait_status) {
  const Report told{start_error, wait_status};
  if (write(report, &told, sizeof told) < 0) _exit(1);
}

[[noreturn]] void start(const Command& command, int out, Printed printed, const sigset_t& mask, int report) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigprocmask(SIG_SETMASK, &mask, nullptr);
  signal(SIGXFSZ, SIG_DFL);
  if (out >= 0) dup2(out, 1);
  if (printed == Printed::keep_all) dup2(out, 2);
  std::vector<char*> argv;
  for (const std::string& word : command.words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  if (command.program >= 0) {
    fexecve(command.program, argv.data(), environ);
  } else {
    execvp(argv[0], argv.data());
  }
  tell(report, errno, 0);
  _exit(127);
}

// Processes that lose their parent become this one's children, so that it finds all that the program started.
[[noreturn]] void guard(pid_t parent, const Command& command, int out, Printed printed, int report) {
  sigset_t caught, before;
  sigemptyset(&caught);
  for (int number : {SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGCHLD}) sigaddset(&caught, number);
  sigprocmask(SIG_BLOCK, &caught, &before);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != parent) _exit(1);
  const pid_t child = fork();
  if (child == 0) start(command, out, printed, before, report);
  if (child < 0) {
    tell(report, errno, 0);
    _exit(1);
  }
  for (;;) {
    const int number = sigwaitinfo(&caught, nullptr);
    if (number != SIGCHLD && number > 0) {
      end_descendants();
      _exit(1);
    }
    int status = 0;
    for (pid_t ended; (ended = waitpid(-1, &status, WNOHANG)) > 0;) {
      if (ended != child || WIFSTOPPED(status)) continue;
      tell(report, 0, status);
      _exit(0);
    }
  }
}

// Reads what the program prints until it has ended. Something that it left running may hold the other end open.
void read_output(int out, int report, const Command& command, std::string* text) {
  fcntl(out, F_SETFL, O_NONBLOCK);
  std::size_t seen = 0;  // bytes in lines that were told
  for (bool ended = false;;) {
    pollfd ready[2] = {{out, POLLIN, 0}, {report, POLLIN, 0}};
    if (!ended && poll(ready, 2, -1) < 0 && errno != EINTR) return;
    ended = ended || ready[1].revents != 0;
    char part[65536];
    const ssize_t count = read(out, part, sizeof part);
    if (count > 0) text->append(part, static_cast<std::size_t>(count));
    for (std::size_t end; command.line && (end = text->find('\n', seen)) != std::string::npos; seen = end + 1)
      command.line(text->substr(seen, end - seen));
    if (count == 0 || (count < 0 && errno != EINTR && (errno != EAGAIN || ended))) return;
  }
}

}  // namespace

Ended run_program(const Command& command, Printed printed, std::string* text) {
  Ended ended;
  int ends[2] = {-1, -1}, reports[2];
  const bool kept = printed == Printed::keep || printed == Printed::keep_all;
  if (pipe2(reports, O_CLOEXEC) != 0 || (kept && pipe2(ends, O_CLOEXEC) != 0)) {
    ended.start_error = errno;
    return ended;
  }
  if (printed == Printed::drop) ends[1] = open("/dev/null", O_WRONLY | O_CLOEXEC);
  signal(SIGCHLD, SIG_DFL);
  std::fflush(nullptr);
  const pid_t parent = getpid(), child = fork();
  if (child == 0) guard(parent, command, ends[1], printed, reports[1]);
  ended.start_error = child < 0 ? errno : 0;
  close(reports[1]);
  if (ends[1] >= 0) close(ends[1]);
  if (kept && child > 0) read_output(ends[0], reports[0], command, text);
  if (ends[0] >= 0) close(ends[0]);
  Report report;
  if (child > 0) {
    ssize_t count;
    while ((count = read(reports[0], &report, sizeof report)) < 0 && errno == EINTR) continue;
    if (count == sizeof report) {
      ended.start_error = report.start_error;
      if (WIFEXITED(report.wait_status)) ended.status = WEXITSTATUS(report.wait_status);
      if (WIFSIGNALED(report.wait_status)) ended.signal = WTERMSIG(report.wait_status);
    }
    while (waitpid(child, nullptr, 0) < 0 && errno == EINTR) continue;
  }
  close(reports[0]);
  if (ended.start_error != 0) ended.status = -1;
  return ended;
}

std::string describe(const Ended& ended) {
  if (ended.start_error != 0) return std::string("it could not be started: ") + std::strerror(ended.start_error);
  if (ended.signal != 0) return fmt::format("signal {} ({})", ended.signal, strsignal(ended.signal));
  return fmt::format("exit status {}", ended.status);
}

std::string shell_text(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) || std::strchr("-_./=+,:@%", c) != nullptr;
    });
    std::string quoted = "'";
    for (char c : word) c == '\'' ? quoted += "'\\''" : quoted += c;
    text += (text.empty() ? "" : " ") + (plain ? word : quoted + "'");
  }
  return printable(text, 4000);
}

}  // namespace specimen::gen
