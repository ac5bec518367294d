"""The addresses of the API, all below /api/; docs/API.md introduces them."""

from typing import NoReturn

from django.http import HttpRequest
from django.urls import path, re_path
from drf_spectacular.renderers import OpenApiJsonRenderer
from drf_spectacular.views import SpectacularAPIView

from experiments.api.campaigns import (
    CampaignListView,
    CampaignStateView,
    CampaignView,
    InterventionListView,
    InterventionView,
    StandingView,
)
from experiments.api.duplicate import DuplicateView
from experiments.api.experiments import (
    ExperimentListView,
    ExperimentStateView,
    ExperimentView,
    JudgementView,
    MapValuesView,
)
from experiments.api.future_states import ComparisonView, DesignView, FutureStateListView, ReasonView
from experiments.api.gates import GateHistoryView, ReviewDecisionView, ReviewView, StageGateView
from experiments.api.improvements import (
    ImprovementListView,
    ImprovementStateView,
    ImprovementView,
    PlanCalendarView,
    PlanCsvView,
    PlanView,
)
from experiments.api.initiatives import (
    InitiativeListView,
    InitiativeStateView,
    InitiativeView,
    SprintListView,
    SprintView,
    StageListView,
    StageView,
)
from experiments.api.key_results import (
    CarryView,
    FeedsView,
    FigureView,
    KeyResultListView,
    KeyResultView,
    ObjectiveListView,
    ObjectiveView,
)
from experiments.api.lens import LensStartView, QuestionsView, WorkshopLensStartView, WorkshopLensView
from experiments.api.promise import LaterStateListView, PromiseView
from experiments.api.proposals import BurstsView, ChangesView, OpeningView
from experiments.api.series import BatchListView, BatchView, ChartView, ReadingListView, SeriesListView, SeriesView
from experiments.api.signals import MeetingsView, SignalSeriesView, SignalsView
from facilitation.api.circles import CircleListView, CircleView
from facilitation.api.comments import (
    CommentListView,
    CommentView,
    MentionListView,
    ReopenCommentView,
    ResolveCommentView,
)
from facilitation.api.parking import ParkingLotView
from facilitation.api.real_items import RealItemListView, RealItemView, TakeWalkedView, WalkView
from facilitation.api.rounds import (
    AcceptEstimatesView,
    CancelRoundView,
    CloseRoundView,
    ExtendRoundView,
    MyEntryView,
    MyPartView,
    OpenRoundView,
    RevealRoundView,
    RoundListView,
    RoundView,
)
from facilitation.api.session import (
    AgendaView,
    AttentionView,
    EndView,
    ExtendView,
    GoToView,
    PauseView,
    PresetView,
    ProgressView,
    ResumeView,
    SessionView,
    StartView,
)
from facilitation.api.validation import (
    EndValidationView,
    ValidationAnswerView,
    ValidationListView,
    ValidationView,
)
from maps.api.explanation import ExplanationView, SensitivityView
from maps.api.file import MapFileSchemaView, MapFileView
from maps.api.history import ElementHistoryView, RemovedListView, TimelineView
from maps.api.join import JoinView
from maps.api.locks import LockListView, LockView
from maps.api.map import MapListView, MapView, MetricsView, MomentView
from maps.api.operations import OperationListView, RedoView, RestoreView, UndoView
from maps.api.simulation import CancelSimulationView, SimulationListView, SimulationView
from maps.api.steps import StepsView
from maps.api.what_if import SharedWhatIfView, WhatIfListView, WhatIfView
from maps.api.workshops import TemplateListView, WorkshopListView
from reviews.api.documents import DocumentFileView, DocumentListView, DocumentView, RetryView
from reviews.api.states import StateListView, StateView
from workshops.api.invitation import InvitationView
from workshops.api.me import MeView, TokenListView, TokenView
from workshops.api.people import LetInView, ParticipantListView, ParticipantView
from workshops.api.workshop import ArchiveView, AuditView, UnarchiveView, WorkshopView
from workshops.errors import NotFound


def refuse_unknown_address(request: HttpRequest) -> NoReturn:
    """Guarantees that an address below /api/ that does not exist answers as the others do."""
    raise NotFound("There is nothing at this address.")


_schema = SpectacularAPIView.as_view(renderer_classes=[OpenApiJsonRenderer], permission_classes=[])

urlpatterns = [
    path("schema/", _schema, name="api_schema"),
    path("schema/map-file/", MapFileSchemaView.as_view(), name="api_map_file_schema"),
    path("join/", JoinView.as_view(), name="api_join"),
    path("tokens/", TokenListView.as_view(), name="api_tokens"),
    path("tokens/<int:token_id>/", TokenView.as_view(), name="api_token"),
    path("me/", MeView.as_view(), name="api_me"),
    path("templates/", TemplateListView.as_view(), name="api_templates"),
    path("workshops/", WorkshopListView.as_view(), name="api_workshops"),
    path("workshops/<uuid:workshop_id>/", WorkshopView.as_view(), name="api_workshop"),
    path("workshops/<uuid:workshop_id>/archive/", ArchiveView.as_view(), name="api_archive"),
    path("workshops/<uuid:workshop_id>/unarchive/", UnarchiveView.as_view(), name="api_unarchive"),
    path("workshops/<uuid:workshop_id>/duplicate/", DuplicateView.as_view(), name="api_duplicate"),
    path("workshops/<uuid:workshop_id>/participants/", ParticipantListView.as_view(), name="api_participants"),
    path(
        "workshops/<uuid:workshop_id>/participants/<uuid:participant_id>/",
        ParticipantView.as_view(),
        name="api_participant",
    ),
    path(
        "workshops/<uuid:workshop_id>/participants/<uuid:participant_id>/let-in/",
        LetInView.as_view(),
        name="api_let_in",
    ),
    path("workshops/<uuid:workshop_id>/invitation/", InvitationView.as_view(), name="api_invitation"),
    path("workshops/<uuid:workshop_id>/session/", SessionView.as_view(), name="api_session"),
    path("workshops/<uuid:workshop_id>/session/agenda/", AgendaView.as_view(), name="api_agenda"),
    path("workshops/<uuid:workshop_id>/session/agenda/preset/", PresetView.as_view(), name="api_agenda_preset"),
    path("workshops/<uuid:workshop_id>/session/start/", StartView.as_view(), name="api_session_start"),
    path("workshops/<uuid:workshop_id>/session/pause/", PauseView.as_view(), name="api_session_pause"),
    path("workshops/<uuid:workshop_id>/session/resume/", ResumeView.as_view(), name="api_session_resume"),
    path("workshops/<uuid:workshop_id>/session/end/", EndView.as_view(), name="api_session_end"),
    path("workshops/<uuid:workshop_id>/session/extend/", ExtendView.as_view(), name="api_session_extend"),
    path("workshops/<uuid:workshop_id>/session/go-to/", GoToView.as_view(), name="api_session_go_to"),
    path("workshops/<uuid:workshop_id>/session/attention/", AttentionView.as_view(), name="api_session_attention"),
    path("workshops/<uuid:workshop_id>/maps/", MapListView.as_view(), name="api_maps"),
    path("workshops/<uuid:workshop_id>/audit/", AuditView.as_view(), name="api_audit"),
    path("maps/<uuid:map_id>/", MapView.as_view(), name="api_map"),
    path("maps/<uuid:map_id>/metrics/", MetricsView.as_view(), name="api_metrics"),
    path("maps/<uuid:map_id>/progress/", ProgressView.as_view(), name="api_progress"),
    path("maps/<uuid:map_id>/explanation/", ExplanationView.as_view(), name="api_explanation"),
    path("maps/<uuid:map_id>/sensitivity/", SensitivityView.as_view(), name="api_sensitivity"),
    path("maps/<uuid:map_id>/operations/", OperationListView.as_view(), name="api_operations"),
    path("maps/<uuid:map_id>/undo/", UndoView.as_view(), name="api_undo"),
    path("maps/<uuid:map_id>/redo/", RedoView.as_view(), name="api_redo"),
    path("maps/<uuid:map_id>/at/<int:seq>/", MomentView.as_view(), name="api_moment"),
    path("maps/<uuid:map_id>/timeline/", TimelineView.as_view(), name="api_timeline"),
    path("maps/<uuid:map_id>/removed/", RemovedListView.as_view(), name="api_removed"),
    path(
        "maps/<uuid:map_id>/elements/<slug:element_id>/history/",
        ElementHistoryView.as_view(),
        name="api_element_history",
    ),
    path("maps/<uuid:map_id>/restore/", RestoreView.as_view(), name="api_restore"),
    path("maps/<uuid:map_id>/file/", MapFileView.as_view(), name="api_map_file"),
    path("maps/<uuid:map_id>/circles/", CircleListView.as_view(), name="api_circles"),
    path("maps/<uuid:map_id>/circles/<uuid:circle_id>/", CircleView.as_view(), name="api_circle"),
    path("workshops/<uuid:workshop_id>/real-items/", RealItemListView.as_view(), name="api_real_items"),
    path("real-items/<uuid:item_id>/", RealItemView.as_view(), name="api_real_item"),
    path("maps/<uuid:map_id>/walk/", WalkView.as_view(), name="api_walk"),
    path("maps/<uuid:map_id>/walk/take/", TakeWalkedView.as_view(), name="api_walk_take"),
    path("maps/<uuid:map_id>/locks/", LockListView.as_view(), name="api_locks"),
    path("maps/<uuid:map_id>/locks/<uuid:lock_id>/", LockView.as_view(), name="api_lock"),
    path("maps/<uuid:map_id>/steps/", StepsView.as_view(), name="api_steps"),
    path("maps/<uuid:map_id>/simulations/", SimulationListView.as_view(), name="api_simulations"),
    path("simulations/<uuid:simulation_id>/", SimulationView.as_view(), name="api_simulation"),
    path("simulations/<uuid:simulation_id>/cancel/", CancelSimulationView.as_view(), name="api_simulation_cancel"),
    path("maps/<uuid:map_id>/what-if/", WhatIfView.as_view(), name="api_what_if"),
    path("maps/<uuid:map_id>/what-ifs/", WhatIfListView.as_view(), name="api_what_ifs"),
    path("maps/<uuid:map_id>/what-ifs/<uuid:what_if_id>/", SharedWhatIfView.as_view(), name="api_shared_what_if"),
    path("maps/<uuid:map_id>/future-states/", FutureStateListView.as_view(), name="api_future_states"),
    path("maps/<uuid:map_id>/comparison/", ComparisonView.as_view(), name="api_comparison"),
    path("maps/<uuid:map_id>/later-states/", LaterStateListView.as_view(), name="api_later_states"),
    path("maps/<uuid:map_id>/promise/", PromiseView.as_view(), name="api_promise"),
    path("maps/<uuid:map_id>/design/", DesignView.as_view(), name="api_design"),
    path("maps/<uuid:map_id>/reasons/<slug:element_id>/", ReasonView.as_view(), name="api_reason"),
    path("maps/<uuid:map_id>/states/", StateListView.as_view(), name="api_states"),
    path("states/<uuid:state_id>/", StateView.as_view(), name="api_state"),
    path("states/<uuid:state_id>/documents/", DocumentListView.as_view(), name="api_documents"),
    path("documents/<uuid:document_id>/", DocumentView.as_view(), name="api_document"),
    path("documents/<uuid:document_id>/file/", DocumentFileView.as_view(), name="api_document_file"),
    path("documents/<uuid:document_id>/retry/", RetryView.as_view(), name="api_document_retry"),
    path("workshops/<uuid:workshop_id>/series/", SeriesListView.as_view(), name="api_series_list"),
    path("series/<uuid:series_id>/", SeriesView.as_view(), name="api_series"),
    path("series/<uuid:series_id>/readings/", ReadingListView.as_view(), name="api_readings"),
    path("series/<uuid:series_id>/batches/", BatchListView.as_view(), name="api_reading_batches"),
    path("series/<uuid:series_id>/batches/<uuid:batch_id>/", BatchView.as_view(), name="api_reading_batch"),
    path("series/<uuid:series_id>/chart/", ChartView.as_view(), name="api_chart"),
    path("workshops/<uuid:workshop_id>/signals/", SignalsView.as_view(), name="api_signals"),
    path("workshops/<uuid:workshop_id>/signals/<slug:code>/", SignalSeriesView.as_view(), name="api_signal"),
    path("workshops/<uuid:workshop_id>/meetings/", MeetingsView.as_view(), name="api_meetings"),
    path("workshops/<uuid:workshop_id>/plan/", PlanView.as_view(), name="api_plan"),
    path("workshops/<uuid:workshop_id>/plan/opening/", OpeningView.as_view(), name="api_opening"),
    path("workshops/<uuid:workshop_id>/plan/csv/", PlanCsvView.as_view(), name="api_plan_csv"),
    path("workshops/<uuid:workshop_id>/plan/calendar/", PlanCalendarView.as_view(), name="api_plan_calendar"),
    path("workshops/<uuid:workshop_id>/improvements/", ImprovementListView.as_view(), name="api_improvements"),
    path("maps/<uuid:map_id>/bursts/improvements/", BurstsView.as_view(), name="api_bursts"),
    path("maps/<uuid:map_id>/changes/improvements/", ChangesView.as_view(), name="api_changes"),
    path("improvements/<uuid:improvement_id>/", ImprovementView.as_view(), name="api_improvement"),
    path("improvements/<uuid:improvement_id>/state/", ImprovementStateView.as_view(), name="api_improvement_state"),
    path("workshops/<uuid:workshop_id>/experiments/", ExperimentListView.as_view(), name="api_experiments"),
    path("experiments/<uuid:experiment_id>/", ExperimentView.as_view(), name="api_experiment"),
    path("experiments/<uuid:experiment_id>/state/", ExperimentStateView.as_view(), name="api_experiment_state"),
    path("experiments/<uuid:experiment_id>/judgement/", JudgementView.as_view(), name="api_judgement"),
    path("experiments/<uuid:experiment_id>/map-values/", MapValuesView.as_view(), name="api_map_values"),
    path("workshops/<uuid:workshop_id>/objectives/", ObjectiveListView.as_view(), name="api_objectives"),
    path("objectives/<uuid:objective_id>/", ObjectiveView.as_view(), name="api_objective"),
    path("workshops/<uuid:workshop_id>/key-results/", KeyResultListView.as_view(), name="api_key_results"),
    path("key-results/<uuid:key_result_id>/", KeyResultView.as_view(), name="api_key_result"),
    path("key-results/<uuid:key_result_id>/carry/", CarryView.as_view(), name="api_carry"),
    path("maps/<uuid:map_id>/feeds/", FeedsView.as_view(), name="api_feeds"),
    path("series/<uuid:series_id>/figures/", FigureView.as_view(), name="api_figures"),
    path("workshops/<uuid:workshop_id>/reviews/<str:quarter>/", ReviewView.as_view(), name="api_review"),
    path(
        "workshops/<uuid:workshop_id>/reviews/<str:quarter>/decisions/",
        ReviewDecisionView.as_view(),
        name="api_review_decisions",
    ),
    path("workshops/<uuid:workshop_id>/gates/", GateHistoryView.as_view(), name="api_gates"),
    path("workshops/<uuid:workshop_id>/initiatives/", InitiativeListView.as_view(), name="api_initiatives"),
    path("initiatives/<uuid:initiative_id>/", InitiativeView.as_view(), name="api_initiative"),
    path("initiatives/<uuid:initiative_id>/state/", InitiativeStateView.as_view(), name="api_initiative_state"),
    path("initiatives/<uuid:initiative_id>/stages/", StageListView.as_view(), name="api_stages"),
    path("stages/<uuid:stage_id>/", StageView.as_view(), name="api_stage"),
    path("stages/<uuid:stage_id>/gate/", StageGateView.as_view(), name="api_stage_gate"),
    path("initiatives/<uuid:initiative_id>/sprints/", SprintListView.as_view(), name="api_sprints"),
    path("sprints/<uuid:sprint_id>/", SprintView.as_view(), name="api_sprint"),
    path("workshops/<uuid:workshop_id>/campaigns/", CampaignListView.as_view(), name="api_campaigns"),
    path("campaigns/<uuid:campaign_id>/", CampaignView.as_view(), name="api_campaign"),
    path("campaigns/<uuid:campaign_id>/state/", CampaignStateView.as_view(), name="api_campaign_state"),
    path("campaigns/<uuid:campaign_id>/standing/", StandingView.as_view(), name="api_campaign_standing"),
    path("campaigns/<uuid:campaign_id>/interventions/", InterventionListView.as_view(), name="api_interventions"),
    path(
        "campaigns/<uuid:campaign_id>/interventions/<uuid:intervention_id>/",
        InterventionView.as_view(),
        name="api_intervention",
    ),
    path("lens/", QuestionsView.as_view(), name="api_lens"),
    path("lens/start/", LensStartView.as_view(), name="api_lens_start"),
    path("workshops/<uuid:workshop_id>/lens/", WorkshopLensView.as_view(), name="api_workshop_lens"),
    path("workshops/<uuid:workshop_id>/lens/start/", WorkshopLensStartView.as_view(), name="api_workshop_lens_start"),
    path("maps/<uuid:map_id>/comments/", CommentListView.as_view(), name="api_comments"),
    path("comments/<uuid:comment_id>/", CommentView.as_view(), name="api_comment"),
    path("comments/<uuid:comment_id>/resolve/", ResolveCommentView.as_view(), name="api_comment_resolve"),
    path("comments/<uuid:comment_id>/reopen/", ReopenCommentView.as_view(), name="api_comment_reopen"),
    path("workshops/<uuid:workshop_id>/mentions/", MentionListView.as_view(), name="api_mentions"),
    path("maps/<uuid:map_id>/parking-lot/", ParkingLotView.as_view(), name="api_parking_lot"),
    path("maps/<uuid:map_id>/validations/", ValidationListView.as_view(), name="api_validations"),
    path("validations/<uuid:validation_id>/", ValidationView.as_view(), name="api_validation"),
    path("validations/<uuid:validation_id>/answer/", ValidationAnswerView.as_view(), name="api_validation_answer"),
    path("validations/<uuid:validation_id>/end/", EndValidationView.as_view(), name="api_validation_end"),
    path("workshops/<uuid:workshop_id>/rounds/", RoundListView.as_view(), name="api_rounds"),
    path("rounds/<uuid:round_id>/", RoundView.as_view(), name="api_round"),
    path("rounds/<uuid:round_id>/open/", OpenRoundView.as_view(), name="api_round_open"),
    path("rounds/<uuid:round_id>/extend/", ExtendRoundView.as_view(), name="api_round_extend"),
    path("rounds/<uuid:round_id>/close/", CloseRoundView.as_view(), name="api_round_close"),
    path("rounds/<uuid:round_id>/reveal/", RevealRoundView.as_view(), name="api_round_reveal"),
    path("rounds/<uuid:round_id>/cancel/", CancelRoundView.as_view(), name="api_round_cancel"),
    path("rounds/<uuid:round_id>/accept/", AcceptEstimatesView.as_view(), name="api_round_accept"),
    path("rounds/<uuid:round_id>/mine/", MyEntryView.as_view(), name="api_round_mine"),
    path("rounds/<uuid:round_id>/part/", MyPartView.as_view(), name="api_round_part"),
    re_path(r"", refuse_unknown_address, name="api_nothing"),
]
