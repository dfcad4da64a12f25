#include "tooling/check.h"

#include <clang/Frontend/CompilerInstance.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>
#include <fmt/format.h>
#include <llvm/Support/Threading.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <set>
#include <thread>

#include "tooling/compile.h"
#include "tooling/hot_path.h"

namespace specimen::gen {
namespace {

bool is_allowed(llvm::StringRef header, const std::vector<std::string>& allowed) {
  return std::any_of(allowed.begin(), allowed.end(), [header](llvm::StringRef pattern) {
    return pattern.consume_back("*") ? header.starts_with(pattern) : header == pattern;
  });
}

// What checked files include by themselves; what those headers include in turn is their own matter.
class IncludeRule : public clang::PPCallbacks {
 public:
  IncludeRule(const clang::SourceManager& sources, const CheckOptions& options, FindingSink& sink)
      : sources_(sources), options_(options), sink_(sink) {}

  void InclusionDirective(clang::SourceLocation hash, const clang::Token&, llvm::StringRef name, bool is_angled,
                          clang::CharSourceRange range, clang::OptionalFileEntryRef file, llvm::StringRef,
                          llvm::StringRef, const clang::Module*, bool, clang::SrcMgr::CharacteristicKind) override {
    const SourceText* includer = sink_.file_of(sources_, hash);
    const bool among_files = file && sink_.file_named(file->getName()) != nullptr;
    if (includer == nullptr || !includer->checked || among_files || is_allowed(name, options_.allowed_headers)) {
      return;
    }
    const std::string written = is_angled ? "<" + name.str() + ">" : "\"" + name.str() + "\"";
    sink_.add("header", sources_, range.getBegin(),
              written + " is not among the headers that generated code may include");
  }

 private:
  const clang::SourceManager& sources_;
  const CheckOptions& options_;
  FindingSink& sink_;
};

class CheckAction : public clang::ASTFrontendAction {
 public:
  CheckAction(const CheckOptions& options, FindingSink& sink, std::set<std::string>& found_roots)
      : options_(options), sink_(sink), found_roots_(found_roots) {}

  bool BeginSourceFileAction(clang::CompilerInstance& compiler) override {
    compiler.getPreprocessor().addPPCallbacks(
        std::make_unique<IncludeRule>(compiler.getSourceManager(), options_, sink_));
    return true;
  }

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance&, llvm::StringRef) override {
    class Consumer : public clang::ASTConsumer {
     public:
      explicit Consumer(CheckAction& action) : action_(action) {}
      // After an error the tree is only a guess at what was meant, but the roots in it are there.
      void HandleTranslationUnit(clang::ASTContext& context) override {
        check_hot_path(context, action_.options_, action_.sink_, action_.found_roots_);
      }

     private:
      CheckAction& action_;
    };
    return std::make_unique<Consumer>(*this);
  }

 private:
  const CheckOptions& options_;
  FindingSink& sink_;
  std::set<std::string>& found_roots_;
};

}  // namespace

std::vector<Finding> check_sources(const std::vector<SourceText>& files, const CheckOptions& options) {
  std::vector<const SourceText*> sources;
  for (const SourceText& file : files) {
    if (file.checked && llvm::StringRef(file.path).ends_with(".cpp")) {
      sources.push_back(&file);
    }
  }
  // The largest first, since they end last.
  std::stable_sort(sources.begin(), sources.end(),
                   [](const SourceText* a, const SourceText* b) { return a->text.size() > b->text.size(); });

  FindingSink sink(files, options);
  std::set<std::string> found_roots;
  std::mutex mutex;
  std::atomic<std::size_t> next = 0;
  const auto work = [&] {
    FindingSink found(files, options);
    std::set<std::string> roots;
    MemoryCompiler compiler(files, options);
    for (std::size_t i = next++; i < sources.size(); i = next++) {
      compiler.compile(*sources[i], found, std::make_unique<CheckAction>(options, found, roots));
    }
    const std::lock_guard lock(mutex);
    sink.add_all(found);
    found_roots.merge(roots);
  };
  const std::size_t threads =
      std::min<std::size_t>(sources.size(), llvm::hardware_concurrency().compute_thread_count());
  std::vector<std::thread> others;
  for (std::size_t i = 1; i < threads; ++i) {
    others.emplace_back(work);
  }
  work();
  for (std::thread& thread : others) {
    thread.join();
  }
  for (const std::string& name : options.hot_functions) {
    if (found_roots.count(name) == 0) {
      sink.add("no_function", "", "no checked file defines the function `" + name + "` that the hot path starts from");
    }
  }
  return sink.take();
}

std::string finding_text(const Finding& finding) {
  const std::string place =
      finding.line > 0 ? fmt::format("{}:{}:{}", finding.path, finding.line, finding.column) : finding.path;
  if (finding.template_name.empty()) {
    return fmt::format("{}{}{} [{}]", place, place.empty() ? "" : ": ", finding.message, finding.rule);
  }
  const std::string origin = finding.template_line > 0
                                 ? fmt::format("{}:{}", finding.template_name, finding.template_line)
                                 : finding.template_name;
  return fmt::format("{}: {} ({}) [{}]", origin, finding.message, place, finding.rule);
}

}  // namespace specimen::gen
