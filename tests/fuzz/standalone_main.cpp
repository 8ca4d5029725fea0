// Runs a fuzz target without libFuzzer: each file of the corpus folders, then N seeded mutations of them.
// Takes libFuzzer's own words: -runs=N -seed=N FOLDER. The same seed gives the same inputs.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

constexpr std::size_t max_input = 4096;

void run(const std::string& input) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::vector<std::string> read_corpus(const std::vector<std::string>& folders) {
  std::vector<std::filesystem::path> paths;
  for (const auto& folder : folders)
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      if (entry.is_regular_file()) paths.push_back(entry.path());
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> corpus;
  for (const auto& path : paths) {
    std::ifstream file(path, std::ios::binary);
    corpus.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return corpus;
}

class Mutator {
 public:
  Mutator(const std::vector<std::string>& corpus, unsigned seed) : corpus_(corpus), random_(seed) {}

  std::string next() {
    std::string input = corpus_[below(corpus_.size())];
    for (std::size_t i = 1 + below(6); i > 0; --i)
      mutate(input);
    input.resize(std::min(input.size(), max_input));
    return input;
  }

 private:
  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

  void mutate(std::string& input) {
    const std::size_t at = below(input.size() + 1);
    const std::string& other = corpus_[below(corpus_.size())];
    const std::size_t from = below(other.size() + 1);
    switch (below(6)) {
      case 0:
        input.insert(at, 1, static_cast<char>(below(256)));
        break;
      case 1:
        input.erase(at, below(8));
        break;
      case 2:
        if (at < input.size()) input[at] = static_cast<char>(below(256));
        break;
      case 3:
        input.insert(at, other.substr(from, below(64)));
        break;
      case 4:
        input.insert(at, input.substr(below(input.size() + 1), below(32)));
        break;
      default:
        input.resize(at);
    }
  }

  const std::vector<std::string>& corpus_;
  std::mt19937 random_;
};

}  // namespace

int main(int argc, char** argv) {
  unsigned long runs = 10000;
  unsigned long seed = 1;
  std::vector<std::string> folders;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument(argv[i]);
    if (argument.starts_with("-runs="))
      runs = std::stoul(std::string(argument.substr(6)));
    else if (argument.starts_with("-seed="))
      seed = std::stoul(std::string(argument.substr(6)));
    else
      folders.emplace_back(argument);
  }
  const auto corpus = read_corpus(folders);
  if (corpus.empty()) {
    std::fprintf(stderr, "no corpus: name its folders\n");
    return 1;
  }
  for (const auto& input : corpus)
    run(input);
  Mutator mutator(corpus, static_cast<unsigned>(seed));
  for (unsigned long i = 0; i < runs; ++i)
    run(mutator.next());
  std::printf("%zu files and %lu mutations, none crashed\n", corpus.size(), runs);
  return 0;
}
