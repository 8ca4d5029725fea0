// What a program that writes contracts meant to write and what was acknowledged, in a file that survives the
// program: a line for each, written at once.
#ifndef PYCHARTER_TESTS_FAULTS_JOURNAL_H
#define PYCHARTER_TESTS_FAULTS_JOURNAL_H

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <map>
#include <stdexcept>
#include <string>

namespace pycharter::faults {

class Journal {
 public:
  explicit Journal(const std::string& path)
      : file_(open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600)) {
    if (file_ < 0) throw std::runtime_error("can't open " + path);
  }
  ~Journal() { close(file_); }
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // From any thread. `kind` and `key` hold no blank.
  void tried(const std::string& kind, const std::string& key, int n) { add("tried", kind, key, n); }
  void done(const std::string& kind, const std::string& key, int n) { add("done", kind, key, n); }

 private:
  void add(const char* what, const std::string& kind, const std::string& key, int n) {
    const auto line = std::string(what) + ' ' + kind + ' ' + key + ' ' + std::to_string(n) + '\n';
    if (write(file_, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
      throw std::runtime_error("can't write the journal");
  }

  int file_;
};

struct Written {
  int tried = -1;  // the greatest n
  int done = -1;
};

// By kind and key.
inline std::map<std::string, std::map<std::string, Written>> read_journal(const std::string& path) {
  std::map<std::string, std::map<std::string, Written>> all;
  std::ifstream file(path);
  std::string what;
  std::string kind;
  std::string key;
  for (int n = 0; file >> what >> kind >> key >> n;) {
    auto& written = all[kind][key];
    auto& last = what == "done" ? written.done : written.tried;
    last = std::max(last, n);
  }
  return all;
}

}  // namespace pycharter::faults

#endif
