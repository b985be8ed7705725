-- A Bundle is healthy once its certificates are in every namespace, those of the present spec.
if obj.status ~= nil then
  for _, condition in ipairs(obj.status.conditions or {}) do
    local seen = condition.observedGeneration == nil or condition.observedGeneration == obj.metadata.generation
    if condition.type == "Synced" and seen then
      if condition.status == "True" then
        return { status = "Healthy", message = condition.message or "" }
      end
      return { status = "Degraded", message = condition.message or condition.reason or "" }
    end
  end
end
return { status = "Progressing", message = "not distributed yet" }
