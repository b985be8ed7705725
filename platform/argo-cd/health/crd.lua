-- A CRD is Degraded when the API server does not take it. Between its creation and "Established" it lacks some seconds, which
-- Argo CD's own check calls Degraded: the wave would fail, people would be alerted, and it would stay so until the next comparison.
local conditions = {}
if obj.status ~= nil then
  for _, condition in ipairs(obj.status.conditions or {}) do
    conditions[condition.type] = condition
  end
end

local function is(type, status)
  return conditions[type] ~= nil and conditions[type].status == status
end

if obj.metadata.deletionTimestamp ~= nil or is("Terminating", "True") then
  return { status = "Progressing", message = "being deleted" }
end
if is("NamesAccepted", "False") then
  return { status = "Degraded", message = conditions["NamesAccepted"].message or "its names are another's" }
end
if is("NonStructuralSchema", "True") then
  return { status = "Degraded", message = conditions["NonStructuralSchema"].message or "its schema is not structural" }
end
if is("Established", "True") then
  return { status = "Healthy", message = "" }
end
return { status = "Healthy", message = "about to be established" }
