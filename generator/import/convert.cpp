#include "import/convert.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <set>

#include "base/nearest.h"
#include "base/progress.h"
#include "base/runtime.h"
#include "base/text.h"
#include "import/floats.h"
#include "import/initializer.h"
#include "import/keras_names.h"
#include "runtime/core/safetensors_writer.h"

namespace specimen::gen {
namespace {

std::vector<std::string> names_of(const std::vector<Transform>& steps, Transform::Op op) {
  std::vector<std::string> names;
  for (const Transform& step : steps) {
    if (step.op == op) names.insert(names.end(), step.names.begin(), step.names.end());
  }
  return names;
}

// One diagnostic of a kind, at the rule of the first tensor that it concerns, with a note for each tensor; each rule is
// shown once. The list is never cut.
class Listed {
 public:
  void add(std::string note, const Span& rule = {}) { notes_.push_back({rule, std::move(note)}); }
  bool empty() const { return notes_.empty(); }
  std::size_t size() const { return notes_.size(); }
  void report(Kind kind, std::string message, Diagnostics& diagnostics, const char* cure = nullptr) {
    if (notes_.empty()) return;
    Diagnostic& diagnostic = diagnostics.error(kind, notes_.front().span, "{}", message);
    std::set<std::uint32_t> shown = {notes_.front().span.begin};
    for (const Note& note : notes_)
      diagnostic.note_at(shown.insert(note.span.begin).second ? note.span : Span(), "{}", note.message);
    if (cure) diagnostic.note("{}", cure);
  }

 private:
  std::vector<Note> notes_;
};

class Conversion {
 public:
  Conversion(Checkpoint& checkpoint, const std::vector<WantedTensor>& wanted, const ConvertOptions& options,
             Diagnostics& diagnostics)
      : checkpoint_(checkpoint), wanted_(wanted), options_(options), diagnostics_(diagnostics) {}

  bool check();
  bool check_finite();
  bool write(const std::string& output);
  ConvertReport report;

 private:
  void name_theirs();
  int find(const WantedTensor& wanted, const std::string& name) const { return find_theirs(checkpoint_, wanted, name); }
  void resolve(const WantedTensor& wanted, std::vector<int>& sources);
  bool initialize(const WantedTensor& wanted, std::string why);
  void check_ties(const WantedTensor& wanted, int source);
  void list_unexpected();
  void count(std::uint64_t bytes) {
    report.tensors += 1;
    report.parameters += bytes / sizeof(float);
    report.bytes += bytes;
  }
  const CheckpointTensor& theirs(int index) const { return checkpoint_.tensors[static_cast<std::size_t>(index)]; }

  Checkpoint& checkpoint_;
  const std::vector<WantedTensor>& wanted_;
  const ConvertOptions& options_;
  Diagnostics& diagnostics_;
  std::vector<std::string> names_;         // theirs
  std::vector<std::vector<int>> sources_;  // of each wanted tensor; empty: it is initialised
  std::vector<std::optional<Initializer>> initializers_;
  std::set<int> used_;
  Listed missing_, shape_, dtype_, transform_, tie_, initializer_;
};

void Conversion::name_theirs() {
  std::vector<ExpectedTensor> expected = options_.expected;  // the first of a name counts
  for (const WantedTensor& wanted : wanted_) {
    bool plain = wanted.theirs.size() == 1 && wanted.transforms.empty();
    for (const std::string& name : wanted.theirs) expected.push_back({name, plain ? wanted.shape : ArrayShape()});
    for (const std::string& name : names_of(wanted.transforms, Transform::Op::tie)) expected.push_back({name, {}});
  }
  name_variables(checkpoint_, expected, diagnostics_);
  for (const CheckpointTensor& tensor : checkpoint_.tensors) names_.push_back(tensor.name);
}

// True: the tensor starts as its layer says, and the report has it.
bool Conversion::initialize(const WantedTensor& wanted, std::string why) {
  std::string message;
  const std::optional<Initializer> initializer = Initializer::parse(wanted.initializer, message);
  if (!initializer) initializer_.add(printable(wanted.ours) + ": " + message, wanted.rule);
  initializers_.back() = initializer;
  report.initialized.push_back({wanted.ours, wanted.shape, std::move(why)});
  return true;
}

void Conversion::resolve(const WantedTensor& wanted, std::vector<int>& sources) {
  std::vector<ArrayShape> shapes;
  initializers_.emplace_back();
  const bool left_out = options_.load && !options_.load(wanted.ours);
  std::vector<std::string> missing;
  for (const std::string& name : wanted.theirs) {
    int source = find(wanted, name);
    if (source < 0) {
      std::string guess = nearest(name, names_);
      missing.push_back("needs `" + printable(name) + "`" +
                        (guess.empty() ? "" : ", nearest is `" + printable(guess) + "`"));
      continue;
    }
    used_.insert(source);
    sources.push_back(source);
    shapes.push_back(theirs(source).shape);
    if (!left_out && !is_float(theirs(source).dtype)) {
      dtype_.add("`" + printable(name) + "` is " + safetensors_dtype_name(theirs(source).dtype), wanted.rule);
    }
  }
  if (left_out) {
    for (const std::string& name : names_of(wanted.transforms, Transform::Op::tie)) {
      if (int other = find(wanted, name); other >= 0) used_.insert(other);
    }
    sources.clear();
    initialize(wanted, "left out by --load");
    return;
  }
  if (sources.empty() || !missing.empty()) {
    const bool added = wanted.added && sources.empty();
    sources.clear();
    if (options_.initialize_missing) {
      initialize(wanted, added ? "new" : "not in the checkpoint");
    } else if (added) {
      missing_.add(printable(wanted.ours) + " " + shape_text(wanted.shape) + ": new", wanted.rule);
    } else {
      for (const std::string& what : missing) missing_.add(printable(wanted.ours) + ": " + what, wanted.rule);
    }
    return;
  }
  std::string message;
  if (!transform_shapes(wanted.transforms, shapes, message)) {
    transform_.add(printable(wanted.ours) + ": " + message, wanted.rule);
  } else if (shapes[0] != wanted.shape && options_.initialize_missing) {
    sources.clear();
    initialize(wanted, "another shape " + shape_text(shapes[0]) + " -> " + shape_text(wanted.shape));
    return;
  } else if (shapes[0] != wanted.shape) {
    std::string changed =
        shapes[0] == theirs(sources[0]).shape ? "" : ", after its transforms " + shape_text(shapes[0]);
    shape_.add(printable(wanted.ours) + " is " + shape_text(wanted.shape) + "; `" + printable(wanted.theirs[0]) +
                   "` is " + shape_text(theirs(sources[0]).shape) + changed,
               wanted.rule);
  }
  check_ties(wanted, sources[0]);
  report.loaded.push_back(wanted.ours);
}

void Conversion::check_ties(const WantedTensor& wanted, int source) {
  for (const std::string& name : names_of(wanted.transforms, Transform::Op::tie)) {
    int other = find(wanted, name);
    if (other < 0) continue;  // a checkpoint need not hold it twice
    used_.insert(other);
    const CheckpointTensor &a = theirs(source), &b = theirs(other);
    if (a.dtype != b.dtype || a.shape != b.shape || std::memcmp(a.data, b.data, a.bytes) != 0) {
      tie_.add("`" + printable(a.name) + "` and `" + printable(b.name) + "`", wanted.rule);
    }
  }
}

void Conversion::list_unexpected() {
  for (std::size_t i = 0; i < checkpoint_.tensors.size(); ++i) {
    const CheckpointTensor& tensor = checkpoint_.tensors[i];
    if (used_.count(static_cast<int>(i)) || (options_.ignored && options_.ignored(tensor.name))) continue;
    if (changes_nothing(tensor)) continue;
    report.unexpected.push_back(tensor.name);
  }
  std::sort(report.unexpected.begin(), report.unexpected.end());
}

bool Conversion::check() {
  int errors = diagnostics_.errors();
  name_theirs();
  if (diagnostics_.errors() > errors) return false;  // the lists below would only repeat it
  sources_.resize(wanted_.size());
  for (std::size_t i = 0; i < wanted_.size(); ++i) resolve(wanted_[i], sources_[i]);
  list_unexpected();

  std::string of = fmt::format(" of the model's {}", count_of(wanted_.size(), "tensor"));
  if (used_.empty() && !wanted_.empty()) {
    Listed all;
    for (const WantedTensor& wanted : wanted_)
      all.add(printable(wanted.ours) + (wanted.theirs.empty() ? "" : ": needs `" + printable(wanted.theirs[0]) + "`"),
              wanted.rule);
    missing_ = all;
  }
  const char* const cure =
      "`--initialize-missing` starts them as their layers' initializers say; see also `specimen weights convert "
      "--help`";
  missing_.report(Kind::weights_missing,
                  used_.empty() ? "none of the model's tensors is in the checkpoint: is it one of this model?"
                                : fmt::format("{}{} are not in the checkpoint", missing_.size(), of),
                  diagnostics_, used_.empty() ? nullptr : cure);
  shape_.report(Kind::weights_shape, fmt::format("{}{} have another shape in the checkpoint", shape_.size(), of),
                diagnostics_, cure);
  initializer_.report(Kind::initializer_unknown, "tensors whose initializer is not known here", diagnostics_);
  dtype_.report(Kind::weights_dtype, "tensors of the checkpoint that are not floating point", diagnostics_);
  transform_.report(Kind::checkpoint_transform, "transforms that do not fit their tensors", diagnostics_);
  tie_.report(Kind::weights_tie, "tensors that the model shares are not equal in the checkpoint", diagnostics_);
  if (!options_.allow_unexpected) {
    Listed unexpected;
    for (const std::string& name : report.unexpected) {
      const CheckpointTensor& tensor = theirs(checkpoint_.find(name));
      unexpected.add("`" + printable(name) + "` " + shape_text(tensor.shape));
    }
    unexpected.report(
        Kind::weights_unexpected,
        fmt::format("the checkpoint has {} that the model does not have", count_of(unexpected.size(), "tensor")),
        diagnostics_, "`weights convert --allow-unexpected` leaves them out");
  }
  return diagnostics_.errors() == errors;
}

bool Conversion::check_finite() {
  Listed bad;
  for (const CheckpointTensor& tensor : checkpoint_.tensors) {
    if (!used_.count(static_cast<int>(&tensor - checkpoint_.tensors.data())) || !is_float(tensor.dtype)) continue;
    const std::vector<float> values = to_float(tensor).values;
    const auto count = std::count_if(values.begin(), values.end(), [](float value) { return !std::isfinite(value); });
    if (count > 0) bad.add(fmt::format("`{}`: {} of {}", printable(tensor.name), count, values.size()));
  }
  bad.report(Kind::weights_not_finite, "tensors hold numbers that are not finite", diagnostics_);
  return bad.empty();
}

bool Conversion::write(const std::string& output) {
  std::vector<SafetensorsTensor> tensors;
  std::vector<SafetensorsText> metadata;
  for (const WantedTensor& wanted : wanted_)
    tensors.push_back({wanted.ours, SafetensorsDtype::f32, wanted.shape, nullptr});
  for (const auto& [key, value] : options_.metadata) metadata.push_back({key, value});
  SafetensorsWriter writer;
  Status status = writer.open(output.c_str(), tensors, metadata);
  Progress progress("tensors", tensors.size());
  for (std::size_t k = 0; status.ok() && k < tensors.size(); ++k) {
    std::size_t i = writer.order()[k];
    progress.show(k, wanted_[i].ours);
    if (sources_[i].empty()) {
      const std::vector<float> values = initializers_[i]->values(options_.seed, wanted_[i].ours, wanted_[i].shape);
      count(values.size() * sizeof(float));
      status = writer.append(values.data(), values.size() * sizeof(float));
      continue;
    }
    const CheckpointTensor& first = theirs(sources_[i][0]);
    if (wanted_[i].transforms.empty() && first.dtype == SafetensorsDtype::f32) {
      count(first.bytes);
      status = writer.append(first.data, first.bytes);
      continue;
    }
    std::vector<Array> arrays;
    for (int source : sources_[i]) arrays.push_back(to_float(theirs(source)));
    transform_arrays(wanted_[i].transforms, arrays);
    std::size_t bytes = arrays[0].values.size() * sizeof(float);
    count(bytes);
    status = writer.append(arrays[0].values.data(), bytes);
  }
  if (status.ok()) status = writer.finish();
  if (!status.ok()) diagnostics_.error(Kind::file_not_written, Span(), "{}", status.message());
  return status.ok();
}

}  // namespace

int find_theirs(const Checkpoint& checkpoint, const WantedTensor& wanted, const std::string& name) {
  std::vector<std::string> names = {name};
  if (wanted.theirs.size() == 1 && name == wanted.theirs[0]) {
    for (std::string& alias : names_of(wanted.transforms, Transform::Op::alias)) names.push_back(std::move(alias));
  }
  for (const std::string& theirs : names) {
    int found = checkpoint.find(theirs);
    for (const std::string& prefix : wanted.prefixes)
      if (found < 0) found = checkpoint.find(prefix + theirs);
    if (found >= 0) return found;
  }
  return -1;
}

std::optional<ConvertReport> check(Checkpoint& checkpoint, const std::vector<WantedTensor>& wanted,
                                   const ConvertOptions& options, Diagnostics& diagnostics) {
  Conversion conversion(checkpoint, wanted, options, diagnostics);
  const bool fits = conversion.check();
  if (!conversion.check_finite() || !fits) return std::nullopt;
  return std::move(conversion.report);
}

std::optional<ConvertReport> convert(Checkpoint& checkpoint, const std::vector<WantedTensor>& wanted,
                                     const ConvertOptions& options, const std::string& output,
                                     Diagnostics& diagnostics) {
  Conversion conversion(checkpoint, wanted, options, diagnostics);
  if (!conversion.check() || !conversion.write(output)) return std::nullopt;
  return std::move(conversion.report);
}

}  // namespace specimen::gen
