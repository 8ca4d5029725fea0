// Runs a program and catches what it says, for tests of command lines.
#ifndef PYCHARTER_TESTS_SUPPORT_PROCESS_H
#define PYCHARTER_TESTS_SUPPORT_PROCESS_H

#include <map>
#include <string>
#include <vector>

namespace pycharter::tests {

struct Process {
  std::vector<std::string> words;  // the program first
  std::string working_directory = {};
  std::map<std::string, std::string> environment =
      {};  // beside this process's own; an empty value removes one
  std::string input = {};
};

struct Finished {
  int exit_code = 0;  // 128 + signal, as a shell tells it
  std::string out;
  std::string error;
};

// Waits for the end. Throws std::runtime_error when the program can't be started.
Finished run(const Process& process);

}  // namespace pycharter::tests

#endif
