// Runs a frontend action over files in memory. Private to this layer.
#pragma once

#include <clang/Basic/FileManager.h>
#include <clang/Basic/SourceLocation.h>
#include <clang/Frontend/FrontendAction.h>

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "tooling/check.h"

namespace specimen::gen {

// Findings while they are collected: knows which path and which template line a place belongs to, and keeps one
// finding of a rule for each place (a header is parsed once for each file that includes it).
class FindingSink {
 public:
  FindingSink(const std::vector<SourceText>& files, const CheckOptions& options);

  // The file in memory that `location` is in; null for a file on disk.
  const SourceText* file_of(const clang::SourceManager& sources, clang::SourceLocation location) const;
  const SourceText* file_named(llvm::StringRef full_path) const;
  void add(const std::string& rule, const clang::SourceManager& sources, clang::SourceLocation location,
           const std::string& message);
  // Without a place.
  void add(const std::string& rule, const std::string& path, const std::string& message);
  // Those of another sink for the same files.
  void add_all(FindingSink& other);
  // Sorted by place.
  std::vector<Finding> take();

 private:
  // Unless one of its rule at its place, or without a place one with its message, is there.
  void keep(Finding finding);
  std::string shown_path(llvm::StringRef full_path) const;

  const std::vector<SourceText>& files_;
  const CheckOptions& options_;
  std::vector<Finding> findings_;
  std::set<std::vector<std::string>> seen_;
};

// The directory, on no disk, that the files are put into.
extern const char* const kSourceRoot;

// Compiles files in memory, without writing anything. For one thread: what was found on disk once is not looked for
// again.
class MemoryCompiler {
 public:
  // The texts of `files` outlive the compiler.
  MemoryCompiler(const std::vector<SourceText>& files, const CheckOptions& options);
  ~MemoryCompiler();

  // Errors and warnings become findings of the rule `compile` (or `throw`).
  void compile(const SourceText& file, FindingSink& sink, std::unique_ptr<clang::FrontendAction> action);

 private:
  const CheckOptions& options_;
  llvm::IntrusiveRefCntPtr<clang::FileManager> manager_;
};

}  // namespace specimen::gen
