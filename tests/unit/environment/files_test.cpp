// Files are written whole or not at all, and listed in Alembic's order.
#include <alembic/environment/files.h>
#include <gtest/gtest.h>
#include <pycharter/plugin/error.h>
#include <unistd.h>

#include <fstream>

namespace pycharter::alembic {
namespace {

namespace fs = std::filesystem;

class FilesTest : public testing::Test {
 protected:
  void SetUp() override {
    std::string pattern = (fs::temp_directory_path() / "pycharter-files-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  void TearDown() override { fs::remove_all(folder_); }
  void touch(const std::string& name) {
    fs::create_directories((folder_ / name).parent_path());
    std::ofstream(folder_ / name) << name;
  }
  std::vector<std::string> listed(bool recursive) {
    std::vector<std::string> names;
    for (const fs::path& path : list_files(folder_, recursive))
      names.push_back(path.lexically_relative(fs::canonical(folder_)).string());
    return names;
  }

  fs::path folder_;
};

TEST_F(FilesTest, NamesSortAsCodePointsAndSubfoldersFollow) {
  for (const char* name : {"b.py", "a.py", "B.py", "sub/c.py", "__pycache__/x.py"})
    touch(name);
  EXPECT_EQ(listed(false), (std::vector<std::string>{"B.py", "a.py", "b.py"}));
  EXPECT_EQ(listed(true), (std::vector<std::string>{"B.py", "a.py", "b.py", "sub/c.py"}));
}

TEST_F(FilesTest, AFileReachedTwiceIsListedOnce) {
  touch("a.py");
  fs::create_symlink(folder_ / "a.py", folder_ / "b.py");
  EXPECT_EQ(listed(false), std::vector<std::string>{"a.py"});
}

TEST_F(FilesTest, AMissingFolderHasNoFiles) {
  EXPECT_TRUE(list_files(folder_ / "none", true).empty());
}

TEST_F(FilesTest, WritingNeverReplaces) {
  write_new_file(folder_ / "new.py", "first");
  EXPECT_THROW(write_new_file(folder_ / "new.py", "second"), Error);
  EXPECT_EQ(read_file(folder_ / "new.py"), "first");
  EXPECT_EQ(listed(false), std::vector<std::string>{"new.py"});
}

TEST_F(FilesTest, AFailureLeavesNothing) {
  EXPECT_THROW(write_new_file(folder_ / "none" / "new.py", "text"), Error);
  EXPECT_TRUE(listed(true).empty());
}

TEST_F(FilesTest, FoldersAndMissingFilesAreNotRead) {
  EXPECT_THROW(read_file(folder_), Error);
  EXPECT_THROW(read_file(folder_ / "none"), Error);
  EXPECT_EQ(read_file_if_exists(folder_ / "none"), std::nullopt);
}

TEST_F(FilesTest, ChecksumIsSha256) {
  EXPECT_EQ(checksum("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace pycharter::alembic
