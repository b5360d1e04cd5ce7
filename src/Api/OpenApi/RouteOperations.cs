using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Omnichannel.Http;

namespace Omnichannel.OpenApi;

/// <summary>Writes the notes of a route into its operation.</summary>
internal sealed class RouteOperations : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var notes = context.Description.ActionDescriptor.EndpointMetadata;
        AddParameters(operation, notes.OfType<ParameterNote>());
        foreach (var note in notes.OfType<BodyNote>())
        {
            operation.RequestBody ??= new OpenApiRequestBody { Required = true, Content = new Dictionary<string, OpenApiMediaType>() };
            operation.RequestBody.Content![note.MediaType] = await ContentAsync(note.Type, note.MediaType, note.Example, context, cancellationToken);
        }

        operation.Responses = [];
        foreach (var note in notes.OfType<AnswerNote>())
        {
            var answer = new OpenApiResponse { Description = note.Meaning };
            operation.Responses[note.Status.ToString(CultureInfo.InvariantCulture)] = answer;
            if (note.MediaType.Length == 0) continue;
            var content = await ContentAsync(note.Type, note.MediaType, note.Example, context, cancellationToken);
            answer.Content = new Dictionary<string, OpenApiMediaType> { [note.MediaType] = content };
        }

        ProblemResponses.AddTo(operation, notes.OfType<ProblemsNote>(), context);
    }

    private static void AddParameters(OpenApiOperation operation, IEnumerable<ParameterNote> notes)
    {
        operation.Parameters ??= [];
        foreach (var path in operation.Parameters.OfType<OpenApiParameter>()) Describe(path);
        foreach (var note in notes)
        {
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = note.Name,
                In = note.IsHeader ? ParameterLocation.Header : ParameterLocation.Query,
                Required = note.IsRequired,
                Description = note.Meaning,
                Example = note.Example,
                Schema = note.Pattern is not null ? Text(note.Pattern) : Number(note.Min, note.Max),
            });
        }
    }

    private static void Describe(OpenApiParameter path)
    {
        (path.Description, path.Example) = path.Name switch
        {
            "sku" => ("The item.", "MUG-1"),
            "location" => ("The shop or warehouse.", "london"),
            "shard" => ("The number of the shard, from 0.", "0"),
            "currency" => ("ISO 4217.", "EUR"),
            "override" => ("Made by the caller.", "summer"),
            "cart" => ("Made by the caller.", "cart-7"),
            "line" => ("Made by the caller.", "line-1"),
            "checkout" => ("Made by the caller, reused on every retry.", "checkout-1"),
            "merge" => ("Made by the caller, reused on every retry.", "sign-in-1"),
            "handover" => ("Made by the caller, reused on every retry.", "handover-1"),
            "customer" => ("Made by the caller, reused on every retry. Never anything personal: ids are not sealed.", "ada"),
            "purpose" => ("What is consented to.", "marketing"),
            "channel" => ("Where.", "web"),
            "purchase" => ("The order; made by the caller, reused on every retry.", "order-1"),
            "touchpoint" => ("Made by the caller, reused on every retry.", "call-1"),
            "feedback" => ("Made by the caller, reused on every retry.", "survey-1"),
            "identity" => ("As a claim or a look-up gave it.", "email:3f2a9b8e4f61a5c0e7d20d7f3c2a9b8e4f61a5c0"),
            "session" => ("Made by the caller, reused on every retry.", "visit-1"),
            _ => ("Made by the caller, reused on every retry.", "cart-7-1"),
        };
        path.Schema = path.Name switch
        {
            "shard" => Number(0, Limits.JournalShardsMax - 1),
            "channel" => Text(Check.ChannelPattern),
            _ => Text(Check.IdentifierPattern),
        };
    }

    private static async Task<OpenApiMediaType> ContentAsync(
        Type? type,
        string mediaType,
        string text,
        OpenApiOperationTransformerContext context,
        CancellationToken cancellationToken)
    {
        var isJson = mediaType is Body.Json or Body.MergePatch;
        var example = isJson ? JsonNode.Parse(text) : text;
        if (type is not null) return new() { Schema = await SchemaAsync(type, context, cancellationToken), Example = example };
        return new() { Schema = isJson ? ExampleSchema.Of(example) : new() { Type = JsonSchemaType.String }, Example = example };
    }

    private static async Task<IOpenApiSchema> SchemaAsync(Type type, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var document = context.Document!;
        var schemas = (document.Components ??= new()).Schemas ??= new Dictionary<string, IOpenApiSchema>();
        if (!schemas.ContainsKey(type.Name)) schemas[type.Name] = await context.GetOrCreateSchemaAsync(type, null, cancellationToken);
        return new OpenApiSchemaReference(type.Name, document);
    }

    private static OpenApiSchema Text(string pattern) => new() { Type = JsonSchemaType.String, Pattern = pattern };

    private static OpenApiSchema Number(long? min, long? max) => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int64",
        Minimum = min?.ToString(CultureInfo.InvariantCulture),
        Maximum = max?.ToString(CultureInfo.InvariantCulture),
    };
}
