// A project on the disk for one test: files by their paths, gone when the test ends.
#ifndef PYCHARTER_TESTS_UNIT_MODELS_PROJECT_H
#define PYCHARTER_TESTS_UNIT_MODELS_PROJECT_H

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

class Project {
 public:
  Project() {
    static int count = 0;
    folder = std::filesystem::temp_directory_path() /
             ("models_test_" + std::to_string(getpid()) + "_" + std::to_string(++count));
    std::filesystem::create_directories(folder);
  }
  ~Project() { std::filesystem::remove_all(folder); }
  Project(const Project&) = delete;
  Project& operator=(const Project&) = delete;

  std::filesystem::path write(const std::string& name, const std::string& text) const {
    const auto path = folder / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path;
  }

  std::filesystem::path folder;
};

#endif
