package workload

import (
	externalsecrets "github.com/example/fastapi-gitops/generator/api/externalsecrets/v1"
	"github.com/example/fastapi-gitops/generator/manifest"
	"github.com/example/fastapi-gitops/generator/plan"
)

// externalSecrets fetch the app's secrets from AWS Secrets Manager, where people and rotation write them. They come
// one wave before the pods that mount them. The Secret stays when its source is gone: a pod that restarts must not
// fail on top of it.
func externalSecrets(w *plan.Workload) []manifest.Object {
	var objects []manifest.Object
	for _, secret := range w.Secrets {
		meta := objectMeta(w, secretName(w, secret))
		meta.Annotations = map[string]string{"argocd.argoproj.io/sync-wave": "-1"}
		objects = append(objects, &externalsecrets.ExternalSecret{
			TypeMeta:   typeMeta("external-secrets.io/v1", "ExternalSecret"),
			ObjectMeta: meta,
			Spec: externalsecrets.ExternalSecretSpec{
				SecretStoreRef:  externalsecrets.SecretStoreRef{Kind: "SecretStore", Name: plan.SecretStore},
				RefreshInterval: "15m0s",
				Target: externalsecrets.Target{
					Name: secretName(w, secret), CreationPolicy: "Owner", DeletionPolicy: "Retain",
					Template: &externalsecrets.Template{Metadata: externalsecrets.TemplateMetadata{Labels: labels(w)}},
				},
				DataFrom: []externalsecrets.DataFrom{{Extract: externalsecrets.Extract{
					Key: plan.SecretKey(w.Namespace.Name(), w.Name, secret),
				}}},
			},
		})
	}
	return objects
}
