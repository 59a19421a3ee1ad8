from django.urls import path

from gongjia.connections.views import desk, tokens

app_name = "connections"
urlpatterns = [
    path("tokens/", tokens.tokens, name="tokens"),
    path("tokens/new/", tokens.new, name="new-token"),
    path("tokens/<int:token_id>/revoke", tokens.revoke, name="revoke"),
    path("unions/<int:union_id>/", desk.union, name="union"),
    path("unions/<int:union_id>/tokens/new/", desk.new_token, name="new-partner-token"),
    path("unions/<int:union_id>/webhooks/new/", desk.new_webhook, name="new-webhook"),
    path("webhooks/<int:webhook_id>/", desk.webhook, name="webhook"),
    path("webhooks/<int:webhook_id>/stop", desk.stop, name="stop-webhook"),
    path("webhooks/<int:webhook_id>/try", desk.try_it, name="try-webhook"),
    path("messages/<uuid:message_id>/again", desk.again, name="send-again"),
]
