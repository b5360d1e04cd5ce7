using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace Omnichannel.Embedded;

/// <summary>Generates, once per process and interface, the reference class and a call class per method, so that a call needs no reflection.</summary>
internal static class ReferenceEmitter
{
    private const MethodAttributes Override = MethodAttributes.Virtual | MethodAttributes.HideBySig;

    private const BindingFlags Members = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    private static readonly Lock Gate = new();
    private static readonly Dictionary<Type, Func<GrainClass, string, GrainReference>> Made = [];
    private static readonly HashSet<string> Opened = [];
    private static readonly AssemblyBuilder Assembly =
        AssemblyBuilder.DefineDynamicAssembly(new("Omnichannel.Embedded.References"), AssemblyBuilderAccess.Run);
    private static readonly ModuleBuilder Module = Assembly.DefineDynamicModule("References");

    public static Func<GrainClass, string, GrainReference> Emit(Type grainInterface)
    {
        lock (Gate)
        {
            if (Made.TryGetValue(grainInterface, out var made)) return made;
            Open(typeof(GrainReference));
            Open(grainInterface);
            return Made[grainInterface] = EmitReference(grainInterface);
        }
    }

    // Interfaces and their arguments may be internal to their assembly.
    private static void Open(Type type)
    {
        if (type.HasElementType) Open(type.GetElementType()!);
        foreach (var argument in type.GetGenericArguments()) Open(argument);
        if (!Opened.Add(type.Assembly.GetName().Name!)) return;
        var attribute = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
        Assembly.SetCustomAttribute(new(attribute, [type.Assembly.GetName().Name]));
    }

    private static Func<GrainClass, string, GrainReference> EmitReference(Type grainInterface)
    {
        var name = $"{grainInterface.FullName}.{Made.Count}";
        var type = Module.DefineType($"{name}.Reference", TypeAttributes.Class | TypeAttributes.Sealed, typeof(GrainReference), [grainInterface]);
        var parent = typeof(GrainReference).GetConstructor(Members, [typeof(GrainClass), typeof(string)])!;
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(GrainClass), typeof(string)]);
        var code = constructor.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Ldarg_2);
        code.Emit(OpCodes.Call, parent);
        code.Emit(OpCodes.Ret);

        var index = 0;
        foreach (var method in GrainMethods.Of(grainInterface))
            EmitMethod(type, method, EmitCall($"{name}.{method.Name}{index++}", grainInterface, method));

        const MethodAttributes PublicStatic = MethodAttributes.Public | MethodAttributes.Static;
        var make = type.DefineMethod("Make", PublicStatic, typeof(GrainReference), [typeof(GrainClass), typeof(string)]);
        code = make.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Newobj, constructor);
        code.Emit(OpCodes.Ret);
        return type.CreateType().GetMethod("Make")!.CreateDelegate<Func<GrainClass, string, GrainReference>>();
    }

    // return Send(new Call(arguments...)), as a ValueTask where the interface has one.
    private static void EmitMethod(TypeBuilder type, MethodInfo method, ConstructorInfo call)
    {
        var parameters = Array.ConvertAll(method.GetParameters(), parameter => parameter.ParameterType);
        var implementation = type.DefineMethod(
            $"{method.DeclaringType!.FullName}.{method.Name}",
            Override | MethodAttributes.Private | MethodAttributes.NewSlot | MethodAttributes.Final,
            method.ReturnType,
            parameters);
        var code = implementation.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        for (var index = 1; index <= parameters.Length; index++) code.Emit(OpCodes.Ldarg, (short)index);
        code.Emit(OpCodes.Newobj, call);
        code.Emit(OpCodes.Call, SendOf(method));
        if (GrainMethods.IsValueTask(method)) code.Emit(OpCodes.Newobj, method.ReturnType.GetConstructor([SendOf(method).ReturnType])!);
        code.Emit(OpCodes.Ret);
        type.DefineMethodOverride(implementation, method);
    }

    private static MethodInfo SendOf(MethodInfo method)
    {
        var sends = typeof(GrainReference).GetMember("Send", MemberTypes.Method, Members).Cast<MethodInfo>();
        return GrainMethods.ResultOf(method) is { } result
            ? sends.Single(send => send.IsGenericMethod).MakeGenericMethod(result)
            : sends.Single(send => send is { IsGenericMethod: false, IsPrivate: false });
    }

    // A class that carries the arguments in fields and knows the method to call.
    private static ConstructorBuilder EmitCall(string name, Type grainInterface, MethodInfo method)
    {
        var parent = GrainMethods.ResultOf(method) is { } result ? typeof(GrainCall<>).MakeGenericType(result) : typeof(GrainAction);
        var type = Module.DefineType(name, TypeAttributes.Class | TypeAttributes.Sealed, parent);
        var parameters = Array.ConvertAll(method.GetParameters(), parameter => parameter.ParameterType);
        foreach (var opened in parameters.Append(method.ReturnType).Append(method.DeclaringType!)) Open(opened);
        var fields = parameters.Select((parameter, index) => type.DefineField($"_argument{index}", parameter, FieldAttributes.Private)).ToArray();

        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, parameters);
        var code = constructor.GetILGenerator();
        code.Emit(OpCodes.Ldarg_0);
        code.Emit(OpCodes.Call, parent.GetConstructor(Members, [])!);
        for (var index = 0; index < fields.Length; index++)
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldarg, (short)(index + 1));
            code.Emit(OpCodes.Stfld, fields[index]);
        }

        code.Emit(OpCodes.Ret);
        EmitInvoke(type, method, fields);

        var named = type.DefineMethod("get_Name", Override | MethodAttributes.Family | MethodAttributes.SpecialName, typeof(string), []);
        code = named.GetILGenerator();
        code.Emit(OpCodes.Ldstr, $"{grainInterface.Name}.{method.Name}");
        code.Emit(OpCodes.Ret);
        type.CreateType();
        return constructor;
    }

    private static void EmitInvoke(TypeBuilder type, MethodInfo method, FieldBuilder[] fields)
    {
        var invoke = type.DefineMethod("Invoke", Override | MethodAttributes.Family, typeof(Task), [typeof(object)]);
        var code = invoke.GetILGenerator();
        code.Emit(OpCodes.Ldarg_1);
        code.Emit(OpCodes.Castclass, method.DeclaringType!);
        foreach (var field in fields)
        {
            code.Emit(OpCodes.Ldarg_0);
            code.Emit(OpCodes.Ldfld, field);
        }

        code.Emit(OpCodes.Callvirt, method);
        if (GrainMethods.IsValueTask(method))
        {
            var running = code.DeclareLocal(method.ReturnType);
            code.Emit(OpCodes.Stloc, running);
            code.Emit(OpCodes.Ldloca, running);
            code.Emit(OpCodes.Call, method.ReturnType.GetMethod("AsTask", [])!);
        }

        code.Emit(OpCodes.Ret);
    }
}
