-- An Alertmanager is what the operator reconciles to a StatefulSet.
local reason = "not reconciled yet"
if obj.status ~= nil then
  for _, condition in ipairs(obj.status.conditions or {}) do
    if condition.type == "Available" and condition.status == "True" then
      return { status = "Healthy", message = condition.message or "" }
    end
    if condition.type == "Reconciled" and condition.status == "False" then
      return { status = "Degraded", message = condition.message or condition.reason or "" }
    end
    if condition.type == "Available" then
      reason = condition.message or condition.reason or reason
    end
  end
end
return { status = "Progressing", message = reason }
