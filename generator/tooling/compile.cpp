#include "tooling/compile.h"

#include <clang/Basic/DiagnosticSema.h>
#include <clang/Basic/FileManager.h>
#include <clang/Basic/SourceManager.h>
#include <clang/Tooling/Tooling.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/VirtualFileSystem.h>

#include <algorithm>
#include <filesystem>
#include <tuple>

namespace specimen::gen {

const char* const kSourceRoot = "/generated";

namespace {

// Where Clang's own headers are (stddef.h and the like): the build recorded the directory of the library.
std::string resource_directory() {
  std::error_code error;
  for (const char* directory : {SPECIMEN_CLANG_RESOURCES, "/usr/lib/llvm-19/lib/clang/19", "/usr/lib/clang/19"}) {
    if (std::filesystem::is_directory(std::filesystem::path(directory) / "include", error)) {
      return directory;
    }
  }
  return SPECIMEN_CLANG_RESOURCES;
}

std::string full_path(const std::string& path) { return std::string(kSourceRoot) + "/" + path; }

std::vector<std::string> command_line(const CheckOptions& options, const std::string& path) {
  std::vector<std::string> command = {"clang++",
                                      "-fsyntax-only",
                                      "-std=" + options.standard,
                                      "-Wall",
                                      "-Wextra",
                                      "-Werror",
                                      "-fno-rtti",
                                      "-fPIC",
                                      "-fno-exceptions",
                                      "-pthread",
                                      "-fno-caret-diagnostics",
                                      "-I",
                                      kSourceRoot,
                                      "-resource-dir",
                                      resource_directory()};
  for (const std::string& directory : options.include_dirs) {
    command.insert(command.end(), {"-I", std::filesystem::absolute(directory).lexically_normal().string()});
  }
  command.insert(command.end(), options.extra_flags.begin(), options.extra_flags.end());
  command.push_back(full_path(path));
  return command;
}

class DiagnosticsToFindings : public clang::DiagnosticConsumer {
 public:
  DiagnosticsToFindings(FindingSink& sink, std::string main_path) : sink_(sink), main_path_(std::move(main_path)) {}

  void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& info) override {
    clang::DiagnosticConsumer::HandleDiagnostic(level, info);
    if (level < clang::DiagnosticsEngine::Error) {
      return;
    }
    llvm::SmallString<256> text;
    info.FormatDiagnostic(text);
    // The hot path may not throw, and nothing in generated code can: it is compiled without exceptions.
    const bool throws = info.getID() == clang::diag::err_exceptions_disabled;
    const std::string rule = throws ? "throw" : "compile";
    if (info.hasSourceManager() && info.getLocation().isValid()) {
      const clang::SourceManager& sources = info.getSourceManager();
      sink_.add(rule, sources, place_in_files(sources, info.getLocation()), text.str().str());
    } else {
      sink_.add(rule, main_path_, text.str().str());
    }
  }

 private:
  // An error inside a header on disk is reported where the file in memory includes it or uses its macro.
  clang::SourceLocation place_in_files(const clang::SourceManager& sources, clang::SourceLocation location) const {
    clang::SourceLocation place = sources.getExpansionLoc(location);
    while (place.isValid() && sink_.file_of(sources, place) == nullptr) {
      place = sources.getIncludeLoc(sources.getFileID(place));
    }
    return place.isValid() ? place : location;
  }

  FindingSink& sink_;
  std::string main_path_;
};

}  // namespace

FindingSink::FindingSink(const std::vector<SourceText>& files, const CheckOptions& options)
    : files_(files), options_(options) {}

const SourceText* FindingSink::file_named(llvm::StringRef path) const {
  if (!path.consume_front(kSourceRoot) || !path.consume_front("/")) {
    return nullptr;
  }
  const std::string relative = std::filesystem::path(path.str()).lexically_normal().string();
  const auto found = std::find_if(files_.begin(), files_.end(), [&relative](const SourceText& file) {
    return std::filesystem::path(file.path).lexically_normal().string() == relative;
  });
  return found == files_.end() ? nullptr : &*found;
}

const SourceText* FindingSink::file_of(const clang::SourceManager& sources, clang::SourceLocation location) const {
  return file_named(sources.getFilename(sources.getExpansionLoc(location)));
}

std::string FindingSink::shown_path(llvm::StringRef path) const {
  if (const SourceText* file = file_named(path)) {
    return file->path;
  }
  for (const std::string& directory : options_.include_dirs) {
    llvm::StringRef rest = path;
    if (rest.consume_front(std::filesystem::absolute(directory).lexically_normal().string())) {
      return rest.ltrim('/').str();
    }
  }
  return path.str();
}

void FindingSink::add(const std::string& rule, const clang::SourceManager& sources, clang::SourceLocation location,
                      const std::string& message) {
  const clang::SourceLocation place = sources.getExpansionLoc(location);
  Finding finding;
  finding.rule = rule;
  finding.message = message;
  finding.path = shown_path(sources.getFilename(place));
  finding.line = static_cast<int>(sources.getExpansionLineNumber(place));
  finding.column = static_cast<int>(sources.getExpansionColumnNumber(place));
  if (const SourceText* file = file_of(sources, place)) {
    finding.template_name = file->template_name;
    const std::size_t index = static_cast<std::size_t>(finding.line) - 1;
    finding.template_line = index < file->template_lines.size() ? file->template_lines[index] : 0;
  }
  keep(std::move(finding));
}

void FindingSink::add(const std::string& rule, const std::string& path, const std::string& message) {
  Finding finding;
  finding.rule = rule;
  finding.path = path;
  finding.message = message;
  keep(std::move(finding));
}

void FindingSink::add_all(FindingSink& other) {
  for (Finding& finding : other.findings_) {
    keep(std::move(finding));
  }
}

void FindingSink::keep(Finding finding) {
  std::vector<std::string> key = {finding.rule, finding.path, finding.message};
  if (finding.line > 0) {
    key = {finding.rule, finding.path, std::to_string(finding.line), std::to_string(finding.column)};
  }
  if (seen_.insert(std::move(key)).second) {
    findings_.push_back(std::move(finding));
  }
}

std::vector<Finding> FindingSink::take() {
  std::sort(findings_.begin(), findings_.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.path, a.line, a.column, a.rule, a.message) <
           std::tie(b.path, b.line, b.column, b.rule, b.message);
  });
  return std::move(findings_);
}

MemoryCompiler::MemoryCompiler(const std::vector<SourceText>& files, const CheckOptions& options) : options_(options) {
  auto memory = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
  for (const SourceText& file : files) {
    memory->addFile(full_path(file.path), 0, llvm::MemoryBuffer::getMemBuffer(file.text, file.path));
  }
  auto disk_and_memory = llvm::makeIntrusiveRefCnt<llvm::vfs::OverlayFileSystem>(llvm::vfs::getRealFileSystem());
  disk_and_memory->pushOverlay(memory);
  manager_ = llvm::makeIntrusiveRefCnt<clang::FileManager>(clang::FileSystemOptions(), disk_and_memory);
}

MemoryCompiler::~MemoryCompiler() = default;

void MemoryCompiler::compile(const SourceText& file, FindingSink& sink, std::unique_ptr<clang::FrontendAction> action) {
  DiagnosticsToFindings consumer(sink, file.path);
  clang::tooling::ToolInvocation invocation(command_line(options_, file.path), std::move(action), manager_.get());
  invocation.setDiagnosticConsumer(&consumer);
  if (!invocation.run() && consumer.getNumErrors() == 0) {
    sink.add("compile", file.path, "the compiler did not run");
  }
}

}  // namespace specimen::gen
