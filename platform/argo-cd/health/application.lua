-- An Application is healthy once it is synced and what it holds is healthy: sync waves of its parent wait for that.
-- A sync that failed is not waited for: the parent fails as well, and takes the next commit.
local status = obj.status or {}
local operation = status.operationState or {}
local health = status.health or {}
local synced = status.sync ~= nil and status.sync.status == "Synced"

if operation.phase == "Running" or operation.phase == "Terminating" then
  return { status = "Progressing", message = operation.message or "syncing" }
end
if not synced and (operation.phase == "Failed" or operation.phase == "Error") then
  return { status = "Degraded", message = operation.message or "the sync failed" }
end
if operation.phase == nil and not synced then
  return { status = "Progressing", message = "not synced yet" }
end
if health.status == nil or health.status == "Missing" then
  return { status = "Progressing", message = "not there yet" }
end
return { status = health.status, message = health.message or "" }
