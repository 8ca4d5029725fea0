// The scripts of a run: all are read and checked before the first one runs, and none runs whose file has
// changed since.
#ifndef PYCHARTER_ALEMBIC_APPLY_SCRIPTS_H
#define PYCHARTER_ALEMBIC_APPLY_SCRIPTS_H

#include <pycharter/plugin/host.h>

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "alembic/apply/revision_body.h"
#include "alembic/environment/environment.h"
#include "alembic/environment/files.h"
#include "alembic/graph/steps.h"

namespace pycharter::alembic {

class Scripts {
 public:
  // `database` tells how SQL is split; it need not be open.
  Scripts(plugin::SqlClient& database, const Environment& environment, const plugin::Host& host);

  // Reads and checks the scripts of all steps. Throws script for the first that cannot run, before anything
  // has.
  void prepare(const std::vector<Step>& steps);
  // Runs what a prepared step does. Throws migration if the file has changed since it was prepared.
  void run(const Step& step, OperationSink& sink);
  // SHA-256 of a prepared script's text.
  const std::string& checksum_of(RevisionIndex revision) const { return prepared_.at(revision).checksum; }

 private:
  struct Prepared {
    FileStamp stamp;
    std::string checksum;
    std::unique_ptr<RevisionBody> body;  // kept for the first ones only: memory is bounded
  };
  std::unique_ptr<RevisionBody> load(std::string text, const std::string& path) const;

  plugin::SqlClient& database_;
  const Environment& environment_;
  std::shared_ptr<const ScriptLibrary> library_;
  std::map<RevisionIndex, Prepared> prepared_;
  std::size_t kept_text_ = 0;  // bytes of the scripts read so far
};

}  // namespace pycharter::alembic

#endif
