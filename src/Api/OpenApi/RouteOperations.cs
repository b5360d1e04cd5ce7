using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Omnichannel.Http;

namespace Omnichannel.OpenApi;

/// <summary>Writes the notes of a route into its operation.</summary>
internal sealed class RouteOperations : IOpenApiOperationTransformer
{
    private static readonly ProblemKind[] Always = [ProblemKinds.BadRequest, ProblemKinds.Internal, ProblemKinds.OutcomeUnknown];
    private static readonly ProblemKind[] WithGrains = [ProblemKinds.Busy, ProblemKinds.Contended, ProblemKinds.Draining, ProblemKinds.JournalCorrupt];
    private static readonly ProblemKind[] WithJson =
    [
        ProblemKinds.BodyMissing, ProblemKinds.MalformedJson, ProblemKinds.UnknownField, ProblemKinds.DuplicateField, ProblemKinds.WrongType, ProblemKinds.FieldMissing,
        ProblemKinds.BodyTooSlow, ProblemKinds.BodyTooLarge, ProblemKinds.MediaTypeUnsupported,
    ];

    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var notes = context.Description.ActionDescriptor.EndpointMetadata;
        AddParameters(operation, notes.OfType<ParameterNote>());
        foreach (var note in notes.OfType<BodyNote>()) await AddBodyAsync(operation, note, context, cancellationToken);
        operation.Responses = [];
        foreach (var note in notes.OfType<AnswerNote>()) await AddAnswerAsync(operation, note, context, cancellationToken);
        AddProblems(operation, KindsOf(operation, notes, context), context.Document!);
    }

    private static void AddParameters(OpenApiOperation operation, IEnumerable<ParameterNote> notes)
    {
        operation.Parameters ??= [];
        foreach (var path in operation.Parameters.OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Path)) Describe(path);
        foreach (var note in notes)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = note.Name,
                In = note.IsHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Required = note.IsRequired,
                Description = note.Meaning,
                Example = note.Example,
                Schema = note.Pattern is not null
                    ? new() { Type = JsonSchemaType.String, Pattern = note.Pattern }
                    : new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int64", Minimum = Text(note.Min), Maximum = Text(note.Max) },
            });
        }
    }

    private static void Describe(OpenApiParameter path)
    {
        var (meaning, example) = path.Name switch
        {
            "sku" => ("The item.", "MUG-1"),
            "location" => ("The shop or warehouse.", "london"),
            "shard" => ("The number of the shard, from 0.", "0"),
            _ => ("Made by the caller, reused on every retry.", "cart-7-1"),
        };
        path.Description = meaning;
        path.Example = example;
        path.Schema = path.Name == "shard"
            ? new OpenApiSchema { Type = JsonSchemaType.Integer, Minimum = "0", Maximum = Text(Limits.JournalShardsMax - 1) }
            : new OpenApiSchema { Type = JsonSchemaType.String, Pattern = Check.IdentifierPattern };
    }

    private static async Task AddBodyAsync(OpenApiOperation operation, BodyNote note, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var body = operation.RequestBody as OpenApiRequestBody ?? new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType>() };
        operation.RequestBody = body;
        body.Content![note.MediaType] = new()
        {
            Schema = note.Type is null ? new OpenApiSchema { Type = JsonSchemaType.String } : await SchemaAsync(note.Type, context, cancellationToken),
            Example = note.Type is null ? note.Example : JsonNode.Parse(note.Example),
        };
    }

    private static async Task AddAnswerAsync(OpenApiOperation operation, AnswerNote note, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var answer = new OpenApiResponse { Description = note.Meaning };
        operation.Responses![note.Status.ToString(CultureInfo.InvariantCulture)] = answer;
        if (note.MediaType.Length == 0) return;
        var isJson = note.MediaType == "application/json";
        var example = isJson ? JsonNode.Parse(note.Example) : note.Example;
        var schema = note.Type is not null
                ? await SchemaAsync(note.Type, context, cancellationToken)
                : isJson ? ExampleSchema.Of(example) : new OpenApiSchema { Type = JsonSchemaType.String };
        answer.Content = new Dictionary<string, OpenApiMediaType> { [note.MediaType] = new() { Schema = schema, Example = example } };
    }

    private static IEnumerable<ProblemKind> KindsOf(OpenApiOperation operation, IList<object> notes, OpenApiOperationTransformerContext context)
    {
        var kinds = Always.Concat(notes.OfType<ProblemsNote>().SelectMany(note => note.Kinds));
        if (context.Description.RelativePath!.StartsWith("v1/", StringComparison.Ordinal)) kinds = kinds.Concat(WithGrains);
        if (operation.Parameters!.Any(parameter => parameter.In == ParameterLocation.Path)) kinds = kinds.Append(ProblemKinds.IdentifierInvalid);
        if (operation.RequestBody?.Content is { } content) kinds = kinds.Concat(content.ContainsKey("application/json") ? WithJson : [ProblemKinds.BodyMissing, ProblemKinds.MediaTypeUnsupported]);
        return kinds.Distinct();
    }

    private static void AddProblems(OpenApiOperation operation, IEnumerable<ProblemKind> kinds, OpenApiDocument document)
    {
        foreach (var sameStatus in kinds.GroupBy(kind => kind.Status).OrderBy(group => group.Key))
        {
            operation.Responses![sameStatus.Key.ToString(CultureInfo.InvariantCulture)] = new OpenApiResponse
            {
                Description = string.Join(", ", sameStatus.Select(kind => kind.Code)),
                Headers = sameStatus.Any(kind => kind.RetryAfterSeconds is not null) ? RetryAfter() : null,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [Problem.MediaType] = new()
                    {
                        Schema = new OpenApiSchemaReference(ProblemSchema.Name, document),
                        Examples = sameStatus.ToDictionary(
                            kind => kind.Code,
                            kind => (IOpenApiExample)new OpenApiExample { Summary = kind.Title, Value = ProblemSchema.Example(kind) }),
                    },
                },
            };
        }
    }

    private static Dictionary<string, IOpenApiHeader> RetryAfter() => new()
    {
        ["Retry-After"] = new OpenApiHeader { Description = "Seconds after which the same call may do better.", Schema = new OpenApiSchema { Type = JsonSchemaType.Integer } },
    };

    private static async Task<IOpenApiSchema> SchemaAsync(Type type, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        var schemas = (document.Components ??= new()).Schemas ??= new Dictionary<string, IOpenApiSchema>();
        if (!schemas.ContainsKey(type.Name)) schemas[type.Name] = await context.GetOrCreateSchemaAsync(type, null, cancellationToken);
        return new OpenApiSchemaReference(type.Name, document);
    }

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
