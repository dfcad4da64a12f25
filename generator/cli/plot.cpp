// specimen plot: the curves of a run of training, from its log.csv.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <map>

#include "base/file.h"
#include "cli/say.h"
#include "cli/session.h"

namespace specimen::gen {

namespace {

constexpr std::uint64_t kLargestLog = 1 << 30;  // bytes
constexpr std::size_t kFixedColumns = 5;        // step, epoch, loss, learning_rate, examples_per_second; then metrics

struct Curve {
  std::string name;
  std::vector<std::pair<double, double>> points;  // step and value
};

struct PlotOptions {
  std::string directory, svg;
  int width = 72;
};

std::optional<double> number_of(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  return text.empty() || *end != '\0' ? std::nullopt : std::optional<double>(value);
}

// Loss, learning rate and every metric. No value after a diagnostic.
std::optional<std::vector<Curve>> read_curves(Session& session, const std::string& path) {
  const auto text = read_file(path, kLargestLog, session.diagnostics);
  if (!text) return std::nullopt;
  const std::vector<std::string> lines = split(*text, '\n');
  const std::vector<std::string> head = split(lines[0], ',');
  if (head.size() < kFixedColumns || head[0] != "step" || head[2] != "loss") {
    session.diagnostics.error(Kind::file_unreadable, Span{}, "{} is not the log of a run of training",
                              printable(path, 400));
    return std::nullopt;
  }
  std::vector<std::size_t> columns = {2, 3};
  for (std::size_t c = kFixedColumns; c < head.size(); ++c) columns.push_back(c);
  std::vector<Curve> curves;
  for (std::size_t c : columns) curves.push_back({head[c], {}});
  for (std::size_t i = 1; i < lines.size(); ++i) {
    if (lines[i].empty()) continue;
    const std::vector<std::string> cells = split(lines[i], ',');
    const auto step = number_of(cells[0]);
    if (cells.size() != head.size() || !step) {
      session.diagnostics.error(Kind::file_unreadable, Span{}, "{}, line {}: expected a step and {} more cells",
                                printable(path, 400), i + 1, head.size() - 1);
      return std::nullopt;
    }
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const auto value = number_of(cells[columns[c]]);
      if (value && std::isfinite(*value)) curves[c].points.push_back({*step, *value});
    }
  }
  std::erase_if(curves, [](const Curve& curve) { return curve.points.empty(); });
  return curves;
}

struct Range {
  double low, high;
  double part(double value) const { return high > low ? (value - low) / (high - low) : 0.5; }
};

Range range_of(const Curve& curve, bool steps) {
  Range range{1e300, -1e300};
  for (const auto& [step, value] : curve.points) {
    range.low = std::min(range.low, steps ? step : value);
    range.high = std::max(range.high, steps ? step : value);
  }
  return range;
}

// The mean of the points in each column.
void print_curve(const Curve& curve, int width) {
  constexpr int kHeight = 10;
  const Range x = range_of(curve, true), y = range_of(curve, false);
  std::map<int, std::pair<double, int>> columns;
  for (const auto& [step, value] : curve.points) {
    auto& [sum, count] = columns[static_cast<int>(std::lround(x.part(step) * (width - 1)))];
    sum += value;
    ++count;
  }
  std::vector<std::string> rows(kHeight, std::string(static_cast<std::size_t>(width), ' '));
  for (const auto& [column, all] : columns) {
    const auto row = std::lround((1 - y.part(all.first / all.second)) * (kHeight - 1));
    rows[static_cast<std::size_t>(row)][static_cast<std::size_t>(column)] = '*';
  }
  fmt::print("{}: {:.6g} at step {:.0f}\n", curve.name, curve.points.back().second, curve.points.back().first);
  for (int row = 0; row < kHeight; ++row) {
    const std::string label = row == 0             ? fmt::format("{:.4g}", y.high)
                              : row == kHeight - 1 ? fmt::format("{:.4g}", y.low)
                                                   : "";
    std::string& line = rows[static_cast<std::size_t>(row)];
    line.erase(line.find_last_not_of(' ') + 1);
    fmt::print("{:>10} |{}\n", label, line);
  }
  fmt::print("{:>10} +{}\n{:>11} {:<{}.0f}{:.0f}\n\n", "", std::string(static_cast<std::size_t>(width), '-'), "", x.low,
             width - static_cast<int>(fmt::format("{:.0f}", x.high).size()), x.high);
}

// A panel of 800 x 200 for each curve, one below the other.
std::string svg_of(const std::vector<Curve>& curves) {
  constexpr int kWidth = 800, kHeight = 200, kLeft = 80, kTop = 30, kBottom = 30, kRight = 20;
  const int all = static_cast<int>(curves.size()) * kHeight;
  std::string text = fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
      "font-family=\"sans-serif\" font-size=\"12\">\n<rect width=\"{0}\" height=\"{1}\" fill=\"white\"/>\n",
      kWidth, all);
  int top = 0;
  for (const Curve& curve : curves) {
    const Range x = range_of(curve, true), y = range_of(curve, false);
    const int height = kHeight - kTop - kBottom, width = kWidth - kLeft - kRight, base = top + kTop + height;
    text += fmt::format("<text x=\"{}\" y=\"{}\" font-weight=\"bold\">{}</text>\n", kLeft, top + 20, curve.name);
    text += fmt::format("<path d=\"M{0} {1}V{2}H{3}\" fill=\"none\" stroke=\"gray\"/>\n", kLeft, top + kTop, base,
                        kLeft + width);
    for (const auto& [value, at] : {std::pair(y.high, top + kTop + 4), {y.low, base + 4}})
      text += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{:.4g}</text>\n", kLeft - 6, at, value);
    text += fmt::format("<text x=\"{}\" y=\"{}\">{:.0f}</text>\n", kLeft, base + 16, x.low);
    text += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"end\">step {:.0f}</text>\n", kLeft + width, base + 16,
                        x.high);
    text += "<polyline fill=\"none\" stroke=\"#1f6feb\" points=\"";
    for (const auto& [step, value] : curve.points)
      text += fmt::format("{:.1f},{:.1f} ", kLeft + x.part(step) * width, base - y.part(value) * height);
    text += "\"/>\n";
    top += kHeight;
  }
  return text + "</svg>\n";
}

void plot(Session& session, const PlotOptions& options) {
  const auto curves = read_curves(session, options.directory + "/log.csv");
  if (!curves) return;
  if (!options.svg.empty()) {
    if (write_file(options.svg, svg_of(*curves), session.diagnostics))
      say(session, {{"file", options.svg}, {"curves", curves->size()}},
          fmt::format("{}: {}", options.svg, count_of(curves->size(), "curve")));
    return;
  }
  if (session.json) {
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (const Curve& curve : *curves) json[curve.name] = curve.points;
    fmt::print("{}\n", json_text(json));
    return;
  }
  for (const Curve& curve : *curves) print_curve(curve, options.width);
}

}  // namespace

void add_plot(CLI::App& app, Session& session) {
  CLI::App* command = app.add_subcommand("plot", "Curves of a run of training: loss, learning rate, metrics");
  auto options = std::make_shared<PlotOptions>();
  command->add_option("model_dir", options->directory, "The model directory of the run")->required();
  command->add_option("--svg", options->svg, "A file for the curves as SVG; without, they are printed");
  command->add_option("--width", options->width, "Columns of a printed curve")->check(CLI::Range(16, 1000));
  command->add_flag("--json", session.json, "The points as JSON");
  command->footer("Examples:\n  specimen plot out\n  specimen plot out --svg curves.svg");
  command->callback([options, &session] {
    plot(session, *options);
    session.report();
  });
}

}  // namespace specimen::gen
