# SPDX-FileCopyrightText: 2026 The Stellwerk authors
# SPDX-License-Identifier: EUPL-1.2
"""The elements of BPMN 2.0: which a chain holds, which stay in the file, and all the others.

Names as in the OMG's Semantic.xsd. Whatever stands in none of the lists is refused by its name.
"""

from django.utils.translation import gettext_lazy as _

from stellwerk.networks.rules.plans import StationKind

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = "http://www.omg.org/spec/DD/20100524/DC"
LINES = "http://www.omg.org/spec/DD/20100524/DI"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
#: Our own extension elements; other tools carry them along unread.
OWN = "urn:stellwerk:bpmn:chain:1"

#: Every kind of task becomes a step; which it was stays in the file.
TASKS = frozenset(
    ("task", "userTask", "serviceTask", "manualTask", "sendTask", "receiveTask", "scriptTask",
     "businessRuleTask")
)
KINDS = {
    "startEvent": StationKind.START,
    "endEvent": StationKind.END,
    "exclusiveGateway": StationKind.DECISION,
    **dict.fromkeys(TASKS, StationKind.STEP),
}
ELEMENT_OF = {
    StationKind.START: "startEvent",
    StationKind.END: "endEvent",
    StationKind.DECISION: "exclusiveGateway",
    StationKind.STEP: "task",
}

_EVERYWHERE = frozenset(("documentation", "extensionElements", "auditing", "monitoring"))
_ARTIFACTS = frozenset(("textAnnotation", "association", "group"))
_RESOURCES = frozenset(("resourceRole", "performer", "humanPerformer", "potentialOwner"))
#: Parts that say nothing about the course; they stay in the file.
KEPT_IN_ROOT = frozenset((
    "import", "extension", "relationship", "category", "correlationProperty", "endPoint", "error",
    "escalation", "interface", "itemDefinition", "message", "partnerEntity", "partnerRole",
    "resource", "signal", "process", "collaboration",
)) | _EVERYWHERE
KEPT_IN_COLLABORATION = frozenset(("participant",)) | _EVERYWHERE | _ARTIFACTS
KEPT_IN_PROCESS = frozenset((
    "supportedInterfaceRef", "ioSpecification", "ioBinding", "property", "laneSet", "sequenceFlow",
    "supports", "correlationSubscription",
)) | _EVERYWHERE | _ARTIFACTS | _RESOURCES
KEPT_IN_NODE = frozenset((
    "incoming", "outgoing", "categoryValueRef", "ioSpecification", "property", "rendering",
    "script", "dataInput", "dataOutput", "inputSet", "outputSet", "dataInputAssociation",
    "dataOutputAssociation",
)) | _EVERYWHERE | _RESOURCES
#: Kept parts that the reader should know of.
TOLD = _ARTIFACTS

#: How to call what a chain cannot hold.
REFUSED = {
    "parallelGateway": _("parallel gateway"),
    "inclusiveGateway": _("inclusive gateway"),
    "complexGateway": _("complex gateway"),
    "eventBasedGateway": _("event-based gateway"),
    "subProcess": _("sub-process"),
    "adHocSubProcess": _("ad-hoc sub-process"),
    "transaction": _("transaction"),
    "callActivity": _("call activity"),
    "boundaryEvent": _("boundary event"),
    "intermediateCatchEvent": _("intermediate event that waits"),
    "intermediateThrowEvent": _("intermediate event that triggers"),
    "implicitThrowEvent": _("intermediate event that triggers"),
    "event": _("event without a kind"),
    "timerEventDefinition": _("timer of an event"),
    "messageEventDefinition": _("message of an event"),
    "signalEventDefinition": _("signal of an event"),
    "errorEventDefinition": _("error of an event"),
    "escalationEventDefinition": _("escalation of an event"),
    "conditionalEventDefinition": _("condition of an event"),
    "compensateEventDefinition": _("compensation of an event"),
    "cancelEventDefinition": _("cancellation of an event"),
    "linkEventDefinition": _("link of an event"),
    "terminateEventDefinition": _("termination of an event"),
    "eventDefinitionRef": _("trigger of an event"),
    "standardLoopCharacteristics": _("loop of an activity"),
    "multiInstanceLoopCharacteristics": _("multiple instances of an activity"),
    "participantMultiplicity": _("multiple instances of a pool"),
    "dataStore": _("data store"),
    "dataStoreReference": _("data store"),
    "dataObject": _("data object"),
    "dataObjectReference": _("data object"),
    "messageFlow": _("message flow between pools"),
    "choreography": _("choreography"),
    "globalChoreographyTask": _("choreography"),
    "choreographyTask": _("choreography task"),
    "subChoreography": _("sub-choreography"),
    "callChoreography": _("call of a choreography"),
    "globalTask": _("global task"),
    "globalUserTask": _("global task"),
    "globalManualTask": _("global task"),
    "globalScriptTask": _("global task"),
    "globalBusinessRuleTask": _("global task"),
    "conversation": _("conversation"),
    "subConversation": _("conversation"),
    "callConversation": _("conversation"),
    "globalConversation": _("conversation"),
    "conversationLink": _("conversation"),
    "process": _("further process"),
    "participant": _("further pool"),
}
