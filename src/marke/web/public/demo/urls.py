"""Addresses: the personas of the demo, and the mailbox in which its mails arrive."""

from django.urls import path

from marke.web.public.demo import mails, views

urlpatterns = [
    path("demo/", views.personas, name="demo"),
    path("demo/mails/", mails.mails, name="demo_mails"),
    path("demo/mails/<str:name>/", mails.mail, name="demo_mail"),
    path("demo/mails/<str:name>/<int:number>/", mails.file, name="demo_mail_file"),
    path("demo/<str:token>/", views.open_persona, name="demo_persona"),
]
