using System.Globalization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Omnichannel.Http;

namespace Omnichannel.OpenApi;

/// <summary>The problems of a route: its own, and those that come with being a route, having a body, calling a grain.</summary>
internal static class ProblemResponses
{
    private static readonly ProblemKind[] Always = [ProblemKinds.BadRequest, ProblemKinds.Internal, ProblemKinds.OutcomeUnknown];
    private static readonly ProblemKind[] WithGrains =
    [
        ProblemKinds.Busy, ProblemKinds.Contended, ProblemKinds.Draining, ProblemKinds.JournalCorrupt,
    ];

    private static readonly ProblemKind[] WithRows = [ProblemKinds.BodyMissing, ProblemKinds.BodyTooSlow, ProblemKinds.MediaTypeUnsupported];
    private static readonly ProblemKind[] WithJson =
    [
        ProblemKinds.BodyMissing, ProblemKinds.MalformedJson, ProblemKinds.UnknownField, ProblemKinds.DuplicateField, ProblemKinds.WrongType,
        ProblemKinds.FieldMissing, ProblemKinds.BodyTooSlow, ProblemKinds.BodyTooLarge, ProblemKinds.MediaTypeUnsupported,
    ];

    public static void AddTo(OpenApiOperation operation, IEnumerable<ProblemsNote> notes, OpenApiOperationTransformerContext context)
    {
        var kinds = Always.Concat(notes.SelectMany(note => note.Kinds));
        if (context.Description.RelativePath!.StartsWith("v1/", StringComparison.Ordinal)) kinds = kinds.Concat(WithGrains);
        if (operation.Parameters!.Any(parameter => parameter.In == ParameterLocation.Path)) kinds = kinds.Append(ProblemKinds.IdentifierInvalid);
        if (operation.RequestBody?.Content is { } content) kinds = kinds.Concat(content.ContainsKey(Body.Json) ? WithJson : WithRows);
        foreach (var sameStatus in kinds.Distinct().GroupBy(kind => kind.Status).OrderBy(group => group.Key))
            operation.Responses![sameStatus.Key.ToString(CultureInfo.InvariantCulture)] = Response([.. sameStatus], context.Document!);
    }

    private static OpenApiResponse Response(ProblemKind[] kinds, OpenApiDocument document) => new()
    {
        Description = string.Join(", ", kinds.Select(kind => kind.Code)),
        Headers = kinds.Any(kind => kind.RetryAfterSeconds is not null) ? RetryAfter() : null,
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [Problem.MediaType] = new()
            {
                Schema = new OpenApiSchemaReference(ProblemSchema.Name, document),
                Examples = kinds.ToDictionary(kind => kind.Code, Example),
            },
        },
    };

    private static IOpenApiExample Example(ProblemKind kind) => new OpenApiExample { Summary = kind.Title, Value = ProblemSchema.Example(kind) };

    private static Dictionary<string, IOpenApiHeader> RetryAfter() => new()
    {
        ["Retry-After"] = new OpenApiHeader
        {
            Description = "Seconds after which the same call may do better.",
            Schema = new OpenApiSchema { Type = JsonSchemaType.Integer },
        },
    };
}
