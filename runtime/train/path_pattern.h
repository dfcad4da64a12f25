// Patterns of parameters' names: "**/bias", "encoder/*/LayerNorm/*".
#ifndef SPECIMEN_V2_TRAIN_PATH_PATTERN_H
#define SPECIMEN_V2_TRAIN_PATH_PATTERN_H

namespace specimen_v2::train {

// `*` is any text without a slash, `**` any text, and `**/` also no text at all.
inline bool path_matches(const char* pattern, const char* path) {
  while (*pattern != '\0' && *pattern != '*') {
    if (*pattern++ != *path++) return false;
  }
  if (*pattern == '\0') return *path == '\0';
  const bool across = pattern[1] == '*';
  const char* rest = pattern + (across ? 2 : 1);
  if (across && *rest == '/' && path_matches(rest + 1, path)) return true;
  for (;; ++path) {
    if (path_matches(rest, path)) return true;
    if (*path == '\0' || (!across && *path == '/')) return false;
  }
}

}  // namespace specimen_v2::train

#endif  // SPECIMEN_V2_TRAIN_PATH_PATTERN_H
