-- Resources of the AWS controllers say by conditions whether AWS has what they describe.
local conditions = {}
if obj.status ~= nil then
  for _, condition in ipairs(obj.status.conditions or {}) do
    conditions[condition.type] = condition
  end
end

-- neither goes away by itself: the first never, the second once somebody repairs what it names
for _, name in ipairs({ "ACK.Terminal", "ACK.Recoverable" }) do
  local broken = conditions[name]
  if broken ~= nil and broken.status == "True" then
    return { status = "Degraded", message = broken.message or broken.reason or name }
  end
end

local ready = conditions["Ready"] or conditions["ACK.ResourceSynced"]
if ready == nil then
  return { status = "Progressing", message = "not at AWS yet" }
end
if ready.status == "True" then
  return { status = "Healthy", message = ready.message or "" }
end
return { status = "Progressing", message = ready.message or ready.reason or "" }
