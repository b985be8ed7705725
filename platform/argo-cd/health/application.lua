-- An Application is healthy once it is synced and what it holds is healthy: sync waves of its parent wait for that.
-- A parent that waits keeps its commit, one that fails takes the newest with its next try. So whatever may need a commit is
-- Degraded: what it holds, a sync that failed, and one between two tries. See docs/decisions/007-retries.md.
local metadata = obj.metadata or {}
local status = obj.status or {}
local operation = status.operationState or {}
local health = status.health or {}
local synced = status.sync ~= nil and status.sync.status == "Synced"

-- one that syncs itself, as root does, would wait for its own end before it prunes
local itself = (metadata.name or "") .. ":argoproj.io/Application:" .. (metadata.namespace or "") .. "/" .. (metadata.name or "")
if (metadata.annotations or {})["argocd.argoproj.io/tracking-id"] == itself then
  return { status = "Healthy", message = "syncs itself" }
end
if operation.phase == "Running" and operation.finishedAt ~= nil then
  return { status = "Degraded", message = operation.message or "the sync failed and is tried again" }
end
-- one that asks a person whether something may go has done all else; there is no library to find a beginning with
local asks, message = "Waiting for pruning confirmation of", operation.message or ""
if operation.phase == "Running" and message > asks and message < asks .. "~" then
  return { status = "Healthy", message = message }
end
if operation.phase == "Running" or operation.phase == "Terminating" then
  return { status = "Progressing", message = operation.message or "syncing" }
end
if not synced and (operation.phase == "Failed" or operation.phase == "Error") then
  return { status = "Degraded", message = operation.message or "the sync failed" }
end
if operation.phase == nil and not synced then
  return { status = "Progressing", message = "not synced yet" }
end
if health.status == "Unknown" then -- it cannot be compared: its project may be of a later commit than it is itself
  return { status = "Degraded", message = health.message or "it cannot be compared" }
end
if health.status == nil or health.status == "Missing" then
  return { status = "Progressing", message = "not there yet" }
end
return { status = health.status, message = health.message or "" }
