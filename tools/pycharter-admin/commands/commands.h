// One function a command, one file a function; the command table points here.
#ifndef PYCHARTER_ADMIN_COMMANDS_COMMANDS_H
#define PYCHARTER_ADMIN_COMMANDS_COMMANDS_H

namespace pycharter::admin {

class Context;

int db_init(Context& context);
int db_upgrade(Context& context);
int db_downgrade(Context& context);
int db_current(Context& context);
int db_history(Context& context);
int db_heads(Context& context);
int db_branches(Context& context);
int db_show(Context& context);
int db_stamp(Context& context);
int db_revision(Context& context);
int db_env(Context& context);
int db_merge(Context& context);
int db_models(Context& context);
int db_erd(Context& context);
int db_check(Context& context);
int db_diff(Context& context);
int db_wait(Context& context);
int plugin_list(Context& context);
int plugin_inspect(Context& context);
int plugin_doctor(Context& context);
int config_list(Context& context);
int config_get_value(Context& context);
int config_init(Context& context);
int store_list(Context& context);
int store_get(Context& context);
int store_put(Context& context);
int store_export(Context& context);
int store_import(Context& context);
int store_copy(Context& context);

}  // namespace pycharter::admin

#endif
